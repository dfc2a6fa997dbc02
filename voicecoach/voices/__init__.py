"""Speech: the engine protocol, one module per engine, the worker process."""
