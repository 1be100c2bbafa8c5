/*
Makes the sample recording: drawn pictures, a synthesized voice, and its transcript with word times.
Run from the project's folder: npx node resources/sample/make-sample.ts
Needs espeak-ng (only for making it; the app does not) and FFmpeg.
*/
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Resvg } from '@resvg/resvg-js';
import { findFfmpeg } from '../../electron/ffmpeg/findFfmpeg.ts';
import { runFfmpeg } from '../../electron/ffmpeg/runFfmpeg.ts';
import { spreadWords, type TimedText } from '../../shared/transcript/spreadWords.ts';
import { tidyWords } from '../../shared/transcript/tidyWords.ts';

const PARTS = [
  {
    title: 'Make the promise tiny',
    colours: ['#0f2c3f', '#1f6f78'],
    says: [
      'You do not need a studio to post every day.',
      'You need one idea, a phone, and ten quiet minutes.',
      'Here is the plan that kept me going for a whole year.',
      'First, make the promise tiny.',
      'One video, under a minute, before lunch.',
      'A tiny promise is easy to keep, and a kept promise is what builds a habit.',
    ],
  },
  {
    title: 'Record once, cut often',
    colours: ['#2b1d46', '#7a3b69'],
    says: [
      'Second, record once and cut often.',
      'On Sunday I talk for twenty minutes about things people asked me.',
      'Then I look for the moments where I said one clear thing.',
      'Each of those moments is a video for one day.',
      'So one hour of work becomes a week of posts.',
    ],
  },
  {
    title: 'Change one thing a week',
    colours: ['#3a2410', '#a4622a'],
    says: [
      'Third, look at the numbers only once a week.',
      'Choose the video that people watched to the end, and ask why.',
      'Then change a single thing in the next seven.',
      'Do not change everything, or you will learn nothing.',
      'So remember.',
      'Keep the promise small.',
      'Record once, and cut often.',
      'Look once a week, and change one thing.',
      'That is all it takes.',
      'See you tomorrow.',
    ],
  },
] as const;

const VOICE = ['-v', 'en-us+m3', '-s', '158', '-p', '42', '-g', '1'];
const WIDTH = 1280;
const HEIGHT = 720;
const SPEECH_RATE = 22_050; // what espeak-ng writes
const PAUSES = { first: 0.5, clause: 0.13, sentence: 0.5, part: 1.2, last: 0.9 };

const folder = import.meta.dirname;
const run = promisify(execFile);
const ffmpeg = await findFfmpeg(process.env);
const signal = new AbortController().signal;

/** The samples of a spoken text, without the silence around it. */
async function speak(text: string, path: string): Promise<Int16Array> {
  await run('espeak-ng', [...VOICE, '-w', path, text]);
  const bytes = await readFile(path);
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset + 44, bytes.byteOffset + bytes.length - (bytes.length % 2)));
  const loud = (sample: number): boolean => Math.abs(sample) > 250;
  return samples.slice(Math.max(0, samples.findIndex(loud) - 200), samples.findLastIndex(loud) + 200);
}

type Spoken = { samples: Int16Array[]; words: TimedText[]; clauses: TimedText[]; sentences: TimedText[]; partEnds: number[]; seconds: number };

/** Every clause is spoken into a file of its own: so its begin and end are exact, and words are only guessed inside it. */
async function speakAll(temp: string): Promise<Spoken> {
  const spoken: Spoken = { samples: [], words: [], clauses: [], sentences: [], partEnds: [], seconds: 0 };
  const add = (samples: Int16Array): void => {
    spoken.samples.push(samples);
    spoken.seconds += samples.length / SPEECH_RATE;
  };
  const pause = (seconds: number): void => add(new Int16Array(Math.round(seconds * SPEECH_RATE)));
  pause(PAUSES.first);
  for (const { says } of PARTS) {
    for (const [index, sentence] of says.entries()) {
      if (index > 0) pause(PAUSES.sentence);
      const start = spoken.seconds;
      for (const [number, clause] of sentence.split(/(?<=,) /).entries()) {
        if (number > 0) pause(PAUSES.clause);
        const begin = spoken.seconds;
        add(await speak(clause, join(temp, 'clause.wav')));
        const said = { text: clause, start: begin, end: spoken.seconds };
        spoken.clauses.push(said);
        spoken.words.push(...spreadWords({ line: 0, ...said }));
      }
      spoken.sentences.push({ text: sentence, start, end: spoken.seconds });
    }
    spoken.partEnds.push(spoken.seconds + PAUSES.part / 2);
    pause(PAUSES.part);
  }
  pause(PAUSES.last - PAUSES.part > 0 ? PAUSES.last - PAUSES.part : 0);
  return spoken;
}

function wavOf(pieces: readonly Int16Array[]): Buffer {
  const data = Buffer.concat(pieces.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SPEECH_RATE, 24);
  head.writeUInt32LE(SPEECH_RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

const fonts = ['Montserrat_800ExtraBold.ttf', 'Poppins_600SemiBold.ttf'].map((name) => join(folder, '../fonts', name));

async function draw(path: string, size: { width: number; height: number }, body: string): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">${body}</svg>`;
  await writeFile(path, new Resvg(svg, { font: { fontFiles: fonts, loadSystemFonts: false } }).render().asPng());
  return path;
}

async function drawAll(temp: string): Promise<string[]> {
  const whole = { width: WIDTH, height: HEIGHT };
  const scenes = PARTS.map(({ title, colours: [dark, light] }, index) => {
    const lines = title.split(/ (?=\S+ \S+$)/); // the last two words on a line of their own
    const dots = PARTS.map((_part, dot) => `<circle cx="${86 + dot * 34}" cy="628" r="9" fill="#fff" opacity="${dot === index ? 1 : 0.3}"/>`);
    return draw(
      join(temp, `scene-${index}.png`),
      whole,
      `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${dark}"/><stop offset="1" stop-color="${light}"/></linearGradient></defs>
      <rect width="100%" height="100%" fill="url(#g)"/>
      <text x="72" y="210" font-family="Montserrat" font-weight="800" font-size="150" fill="#fff" opacity="0.22">${index + 1}</text>
      ${lines.map((line, row) => `<text x="76" y="${290 + row * 52}" font-family="Montserrat" font-weight="800" font-size="32" fill="#fff">${line}</text>`).join('')}
      ${dots.join('')}`,
    );
  });
  const ball = draw(join(temp, 'ball.png'), { width: 300, height: 300 }, '<circle cx="150" cy="150" r="150" fill="#fff" opacity="0.07"/>');
  const person = draw(
    join(temp, 'person.png'),
    { width: 420, height: 580 },
    `<path d="M20 580 C20 400 110 350 210 350 C310 350 400 400 400 580 Z" fill="#f2b544"/><path d="M170 330 h80 v50 a40 30 0 0 1 -80 0 Z" fill="#d99a78"/>
    <ellipse cx="210" cy="210" rx="110" ry="138" fill="#e9b08e"/><path d="M94 212 C66 18 354 18 326 212 C306 130 260 112 210 116 C160 112 114 130 94 212 Z" fill="#3a2b26"/>
    <circle cx="170" cy="206" r="12" fill="#2a1d19"/><circle cx="250" cy="206" r="12" fill="#2a1d19"/>
    <path d="M176 276 q34 22 68 0" stroke="#8c3f35" stroke-width="7" fill="none" stroke-linecap="round"/>`,
  );
  const mouth = draw(
    join(temp, 'mouth.png'),
    { width: 90, height: 50 },
    '<rect width="90" height="50" rx="25" fill="#e9b08e"/><ellipse cx="45" cy="25" rx="30" ry="19" fill="#8c3f35"/><ellipse cx="45" cy="35" rx="18" ry="8" fill="#d4776b"/>',
  );
  return Promise.all([...scenes, ball, person, mouth]);
}

/** Pictures are inputs of one frame each, held by `loop`; decoding them anew for every frame would take minutes. */
function pictureGraph({ clauses, partEnds, seconds }: Spoken): string {
  const hold = (input: number, format: string): string => `[${input}:v]format=${format},loop=-1:1,setpts=N/30/TB`;
  const speaking = clauses.map(({ start, end }) => `between(t,${start.toFixed(2)},${end.toFixed(2)})`).join('+');
  const sway = "x='430+6*sin(t*0.9)':y='160+4*sin(t*1.7)'";
  return [
    `${hold(0, 'yuv420p')}[s0]`,
    `${hold(1, 'yuv420p')}[s1]`,
    `${hold(2, 'yuv420p')}[s2]`,
    `${hold(3, 'yuva420p')},split[b0][b1]`,
    `${hold(4, 'yuva420p')}[person]`,
    `${hold(5, 'yuva420p')}[mouth]`,
    `[s0][s1]overlay=enable='gte(t,${partEnds[0]?.toFixed(2)})'[v0]`,
    `[v0][s2]overlay=enable='gte(t,${partEnds[1]?.toFixed(2)})'[v1]`,
    `[v1][b0]overlay=x='900+120*sin(t*0.21)':y='40+80*cos(t*0.17)'[v2]`,
    `[v2][b1]overlay=x='760+160*cos(t*0.13)':y='420+60*sin(t*0.19)'[v3]`,
    `[v3][person]overlay=${sway}[v4]`,
    `[v4][mouth]overlay=x='595+6*sin(t*0.9)':y='418+4*sin(t*1.7)':enable='(${speaking})*lt(mod(t*5.5,1),0.55)'[v5]`,
    `[v5]trim=duration=${seconds.toFixed(3)},fps=30,format=yuv420p[v]`,
  ].join(';');
}

const clock = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace('.', ',');

const temp = await mkdtemp(join(tmpdir(), 'tidereel-sample-'));
try {
  const spoken = await speakAll(temp);
  const voice = join(temp, 'voice.wav');
  await writeFile(voice, wavOf(spoken.samples));
  const pictures = await drawAll(temp);
  const sound = 'highpass=f=90,lowpass=f=7000,equalizer=f=240:t=q:w=1:g=3,acompressor=threshold=-20dB:ratio=3,volume=2dB,alimiter=limit=0.8,aresample=48000';
  const codecs = ['-c:v', 'libx264', '-preset', 'slow', '-crf', '27', '-g', '60', '-bf', '0', '-c:a', 'aac', '-b:a', '64k', '-ac', '1'];
  const inputs = [...pictures, voice].flatMap((path) => ['-i', path]);
  const streams = ['-filter_complex', pictureGraph(spoken), '-map', '[v]', '-map', `${pictures.length}:a`, '-af', sound, ...codecs];
  const container = ['-threads', '1', '-fflags', '+bitexact', '-map_metadata', '-1', '-shortest', '-movflags', '+faststart'];
  await runFfmpeg(ffmpeg, { args: ['-v', 'error', ...inputs, ...streams, ...container, join(folder, 'sample.mp4')], signal });
  const words = tidyWords(spoken.words, spoken.seconds);
  const lines = words.map(({ text, start, end }) => `  { "text": ${JSON.stringify(text)}, "start": ${start}, "end": ${end} }`);
  await writeFile(join(folder, 'sample.json'), `[\n${lines.join(',\n')}\n]\n`);
  const cues = spoken.sentences.map(({ text, start, end }, index) => `${index + 1}\n${clock(start)} --> ${clock(end)}\n${text}\n`);
  await writeFile(join(folder, 'sample.srt'), cues.join('\n'));
} finally {
  await rm(temp, { recursive: true, force: true });
}
