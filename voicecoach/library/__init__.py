"""Where scripts are found, read and translated."""
