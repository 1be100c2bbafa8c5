import type { Finding } from '../contract/renders.ts';
import type { Expected, VideoFacts } from './videoFacts.ts';

const encodeAgain = 'Render it again as MP4 with H.264 (yuv420p) and AAC.';

/** More frames than this out of step make a file of variable rate; a first frame held for the sound's sake does not. */
const UNEVEN_SHARE = 0.02;
const UNEVEN_FRAMES = 2.5;

function judgeSize({ width, height }: VideoFacts, expected: Expected | undefined): Finding[] {
  const size = `${width} × ${height}`;
  if (expected && (expected.width !== width || expected.height !== height)) {
    const message = `The picture is ${size} and should be ${expected.width} × ${expected.height}.`;
    return [{ code: 'resolution', weight: 'problem', message, cure: 'Render it again.', at: null }];
  }
  const side = Math.min(width, height);
  if (expected || side >= 720) return [];
  const weight = side < 480 ? 'problem' : 'warning';
  const message = `The picture is only ${size}; it will look soft on a phone.`;
  return [{ code: 'resolution', weight, message, cure: 'Render it with a shorter side of at least 720 pixels, better 1080.', at: null }];
}

function judgeRate(facts: VideoFacts, expected: Expected | undefined): Finding[] {
  const findings: Finding[] = [];
  const { fps, frames, unevenFrames } = facts;
  const said = Number(fps.toFixed(2));
  if (expected && Math.abs(expected.fps - fps) > 0.05) {
    const message = `The video has ${said} frames a second and should have ${expected.fps}.`;
    findings.push({ code: 'frame-rate', weight: 'problem', message, cure: 'Render it again.', at: null });
  } else if (!expected && (fps < 22.9 || fps > 60.1)) {
    const message = `The video has ${said} frames a second; platforms want 24 to 60.`;
    findings.push({ code: 'frame-rate', weight: 'warning', message, cure: 'Render it at 30 frames a second.', at: null });
  }
  if (unevenFrames > UNEVEN_SHARE && unevenFrames * frames > UNEVEN_FRAMES) {
    const message = `The frames come unevenly (${Math.round(unevenFrames * 100)} % of them); sound and picture can drift apart on some platforms.`;
    findings.push({
      code: 'variable-rate',
      weight: expected ? 'problem' : 'warning',
      message,
      cure: 'Render it at a constant frame rate.',
      at: null,
    });
  }
  if (expected && expected.frames !== frames) {
    const message = `The file has ${frames} frames and should have ${expected.frames}.`;
    findings.push({ code: 'frames-missing', weight: 'problem', message, cure: 'Render it again.', at: null });
  }
  return findings;
}

function judgeCoding(facts: VideoFacts): Finding[] {
  const findings: Finding[] = [];
  const { container, videoCodec, profile, pixelFormat, hdr, squarePixels, rotated, sound } = facts;
  const add = (code: string, weight: Finding['weight'], message: string, cure = encodeAgain): void => {
    findings.push({ code, weight, message, cure, at: null });
  };
  if (!/\bmp4\b/.test(container))
    add('container', 'problem', `The file is ${container.split(',')[0] ?? container}, not MP4; most platforms refuse it.`);
  if (videoCodec !== 'h264') {
    const weight = videoCodec === 'hevc' ? 'warning' : 'problem';
    add('video-codec', weight, `The picture is coded as ${videoCodec}; only H.264 is taken everywhere.`);
  } else if (profile !== null && !/^(?:(?:Constrained )?Baseline|Main|(?:Constrained |Progressive )?High)$/.test(profile)) {
    add('profile', 'problem', `H.264 profile “${profile}” does not play on most phones.`, 'Render it again with profile High.');
  }
  if (!/^yuvj?420p$/.test(pixelFormat)) add('pixel-format', 'problem', `The pixel format ${pixelFormat} does not play on most phones.`);
  if (hdr) add('hdr', 'warning', 'The picture is HDR and looks pale where that is not supported.', 'Render it again in standard range.');
  if (!squarePixels)
    add('pixel-shape', 'warning', 'The pixels are not square; some platforms will show the picture stretched.', 'Render it again.');
  if (rotated)
    add(
      'rotation',
      'note',
      'The picture is turned by a mark in the file that a few players ignore.',
      'Render it again to store it upright.',
    );
  if (sound && sound.codec !== 'aac') add('audio-codec', 'warning', `The sound is coded as ${sound.codec}; only AAC is taken everywhere.`);
  if (sound && sound.tracks > 1) {
    add('audio-tracks', 'note', `The file has ${sound.tracks} sound tracks; platforms play the first one only.`, 'Mix them into one.');
  }
  return findings;
}

/** What there is to say about the file as a file: size, rate, coding, layout, damage. */
export function judgeFile(facts: VideoFacts, expected: Expected | undefined): Finding[] {
  const findings = [...judgeSize(facts, expected), ...judgeRate(facts, expected), ...judgeCoding(facts)];
  if (facts.decodeErrors > 0) {
    const message = `The file is damaged: decoding it failed at ${facts.decodeErrors} ${facts.decodeErrors === 1 ? 'place' : 'places'}.`;
    findings.push({ code: 'damaged', weight: 'problem', message, cure: 'Render it again, or copy it again from where it came.', at: null });
  }
  if (facts.mp4 && !facts.mp4.indexFirst) {
    const message = 'The index is at the end of the file, so it can only be played once it has been loaded whole.';
    findings.push({ code: 'index-last', weight: 'warning', message, cure: 'Write it again with the index first (faststart).', at: null });
  }
  if (facts.mp4?.editList) {
    const message = 'The file shifts picture or sound by an edit list, which some platforms ignore.';
    findings.push({
      code: 'edit-list',
      weight: expected ? 'warning' : 'note',
      message,
      cure: 'Render it again without an edit list.',
      at: null,
    });
  }
  return findings;
}
