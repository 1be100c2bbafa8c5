import { expect, test } from 'vitest';
import { parseStreams } from '../../electron/quality/readStreams.ts';

test('reads a turned HDR phone video with a cover picture and two sound tracks', () => {
  const streams = parseStreams(`Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/x/a, b (1).mp4':
  Duration: 01:02:03.50, start: 0.000000, bitrate: 1397 kb/s
  Stream #0:0[0x0]: Video: png, rgba(pc), 600x600 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn (attached pic)
  Stream #0:1[0x1](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67), 1920x1080 [SAR 4:3 DAR 16:9], 9000 kb/s, 29.97 fps, 29.97 tbr, 600 tbn (default)
    Metadata:
      handler_name    : Core Media Video
    Side data:
      displaymatrix: rotation of -90.00 degrees
  Stream #0:2[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)
  Stream #0:3[0x3](und): Audio: pcm_s16le, 48000 Hz
Output #0, null, to 'pipe:':
  Stream #0:0(und): Video: h264 (High), yuv420p, 10x10
`);
  expect(streams).toEqual({
    container: 'mov,mp4,m4a,3gp,3g2,mj2',
    seconds: 3723.5,
    video: {
      codec: 'hevc',
      profile: 'Main 10',
      pixelFormat: 'yuv420p10le',
      width: 1920,
      height: 1080,
      squarePixels: false,
      hdr: true,
      rotation: -90,
    },
    audioCodecs: ['aac', 'pcm_s16le'],
  });
});

test('a stream recording does not know its length, and sound alone has no picture', () => {
  const streams = parseStreams(`Input #0, matroska,webm, from 'file:/x.webm':
  Duration: N/A, start: 0.000000, bitrate: N/A
  Stream #0:0(eng): Audio: opus, 48000 Hz, stereo, fltp (default)
`);
  expect(streams).toEqual({ container: 'matroska,webm', seconds: null, video: null, audioCodecs: ['opus'] });
});
