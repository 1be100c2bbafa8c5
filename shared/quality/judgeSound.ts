import type { Finding } from '../contract/renders.ts';
import type { Expected, VideoFacts } from './videoFacts.ts';

const USUAL_LOUDNESS = -14;
const LOUDNESS_MARGIN = 1;
const FAR_OFF = 3;
const HIGHEST_PEAK = -1;
/** Below this FFmpeg's meter has heard nothing. */
const HEARD = -69;
/** Decoding a lossy track overshoots a little; more than this was cut off at full scale. */
const CLIPPED_ABOVE = 1;
const SILENCE_SECONDS = 2;
const LONG_SILENCE_SECONDS = 5;

/** What there is to say about what is heard. Loudness is judged ±1 LU around the target, true peak against -1 dBTP. */
export function judgeSound({ sound, seconds }: VideoFacts, expected: Expected | undefined): Finding[] {
  const quiet = expected?.silent ?? false;
  if (sound === null) {
    const weight = quiet ? 'note' : 'warning';
    const message = 'There is no sound track. Many viewers scroll on, and some platforms refuse such files.';
    return [{ code: 'no-audio', weight, message, cure: 'Add a voice or music, even a quiet one.', at: null }];
  }
  if (sound.loudness <= HEARD) {
    const message = 'The sound track is silent from beginning to end.';
    return [
      {
        code: 'silent',
        weight: quiet ? 'note' : 'problem',
        message,
        cure: 'Turn the sound of the clips up, or add a voice or music.',
        at: null,
      },
    ];
  }
  const findings: Finding[] = [];
  const target = expected?.loudness ?? USUAL_LOUDNESS;
  const off = Math.round((sound.loudness - target) * 10) / 10;
  if (Math.abs(off) > LOUDNESS_MARGIN) {
    findings.push({
      code: 'loudness',
      weight: Math.abs(off) > FAR_OFF ? 'problem' : 'warning',
      message: `The sound is ${Math.abs(off).toFixed(1)} LU too ${off > 0 ? 'loud' : 'quiet'}: ${sound.loudness.toFixed(1)} LUFS instead of ${target}.`,
      cure: `Bring it to ${target} LUFS; rendering does that.`,
      at: null,
    });
  }
  if (sound.samplePeak > CLIPPED_ABOVE) {
    const message = `The sound is driven ${sound.samplePeak.toFixed(1)} dB over full scale and is heard distorted.`;
    findings.push({ code: 'clipping', weight: 'problem', message, cure: 'Turn it down and render again.', at: null });
  } else if (sound.truePeak > HIGHEST_PEAK) {
    const weight = sound.truePeak > 0 ? 'problem' : 'warning';
    const message = `The sound peaks at ${sound.truePeak.toFixed(1)} dBTP; above -1 it can crackle once a platform has recoded it.`;
    findings.push({ code: 'true-peak', weight, message, cure: 'Turn it down by a little, or render it again with the limiter.', at: null });
  }
  for (const { start, end } of sound.silences) {
    const length = end - start;
    if (length < SILENCE_SECONDS) continue;
    const weight = length >= LONG_SILENCE_SECONDS && length < seconds ? 'warning' : 'note';
    const message = `Nothing is heard for ${length.toFixed(1)} s.`;
    findings.push({ code: 'silence', weight, message, cure: 'Cut the pause, or let music run on.', at: start });
  }
  return findings;
}
