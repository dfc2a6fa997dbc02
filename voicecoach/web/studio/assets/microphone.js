// The microphone: opened as it is, its sound in parts of a twentieth of a second, and released.

export const PARTS_A_SECOND = 20;
const AS_IT_IS = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const RATE_HZ = 48000;
const WAIT_MS = 8000;

/**
 * Opens the microphone.
 * @param recorder address of the worklet
 * @param hear is given each part as samples
 * @param lost is called when it is gone without having been closed
 */
export async function openMicrophone(recorder, hear, lost) {
  if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, sampleRate: RATE_HZ, ...AS_IT_IS } });
  const [track] = stream.getTracks();
  let context;
  const close = () => {
    track.onended = null;
    track.stop();
    context?.close().catch(() => null);
  };
  try {
    const [made, source] = graph(stream);
    context = made;
    await context.audioWorklet.addModule(recorder);
    const node = new AudioWorkletNode(context, "recorder", { channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }) => hear(data);
    source.connect(node).connect(context.destination); // silence: what is connected to nothing may rest
    await Promise.race([context.resume(), givenUp()]);
  } catch (error) {
    close();
    throw error;
  }
  track.onended = lost;
  return { rate_hz: context.sampleRate, context, close };
}

/** Where a machine gives out no sound, some browsers never begin to hear either. */
const givenUp = () =>
  new Promise((_, refuse) => setTimeout(refuse, WAIT_MS, new DOMException("", "NotReadableError")));

/** At 48 kHz; where a browser wants the microphone's own rate, at that: the intake knows all rates. */
function graph(stream) {
  for (const options of [{ sampleRate: RATE_HZ }, {}]) {
    const context = new AudioContext(options);
    try {
      return [context, context.createMediaStreamSource(stream)];
    } catch (error) {
      context.close();
      if (!options.sampleRate) throw error;
    }
  }
}

/** How loud a part is, dB below full scale. */
export function levelOf(part) {
  let power = 0;
  for (const sample of part) power += sample * sample;
  return 10 * Math.log10(power / part.length + 1e-12);
}

/** Writes samples as a WAV of 16 bits. */
export function wav(parts, rate_hz) {
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const view = new DataView(new ArrayBuffer(44 + 2 * count));
  const text = (at, letters) => [...letters].forEach((each, n) => view.setUint8(at + n, each.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * count, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate_hz, true);
  view.setUint32(28, 2 * rate_hz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * count, true);
  let at = 44;
  for (const part of parts) {
    for (const sample of part) {
      view.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
      at += 2;
    }
  }
  return view.buffer;
}
