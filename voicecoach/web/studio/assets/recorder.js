// Hands on what the microphone gives, in twentieths of a second; in the audio thread.

class Recorder extends AudioWorkletProcessor {
  #part = new Float32Array(Math.round(sampleRate / 20));
  #filled = 0;

  process([[channel]]) {
    for (const sample of channel ?? []) {
      this.#part[this.#filled++] = sample;
      if (this.#filled < this.#part.length) continue;
      this.port.postMessage(this.#part);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
