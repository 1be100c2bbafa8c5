import {
  ADTS,
  EncodedPacketSink,
  FilePathSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  MPEG_TS,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type InputTrack,
} from 'mediabunny';

/** What the file's own index says, without decoding anything. */
export type Measured =
  /** A kind of file mediabunny does not read (AVI, FLV, pictures), or no media at all. */
  | { readonly known: false }
  | {
      readonly known: true;
      readonly format: string;
      readonly tracks: number;
      /** Length from the first moment shown to the end of the last packet that is there, seconds. */
      readonly seconds: number;
      /** Length its head promises; null when it promises none. */
      readonly promised: number | null;
      /** The index names packets that are not in the file. */
      readonly cut: boolean;
      readonly startOffset: number;
      readonly rate: { readonly fps: number; readonly variable: boolean } | null;
      /** Upright, with square pixels. */
      readonly picture: { readonly width: number; readonly height: number; readonly rotation: number } | null;
    };

/** All but play lists: those name other files. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MP3, WAVE, OGG, FLAC, ADTS, MPEG_TS];

/** Packets looked at for the rate: about 10 minutes. Reading more of an indexless file would read the file. */
const PACKETS_FOR_RATE = 20_000;
const COMMON_RATES = [24000 / 1001, 24, 25, 30000 / 1001, 30, 48, 50, 60000 / 1001, 60, 120];

function rateOf(timestamps: readonly number[]): { fps: number; variable: boolean } | null {
  const sorted = timestamps.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? 0));
  const typical = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)];
  const first = sorted[0];
  const last = sorted.at(-1);
  if (typical === undefined || typical <= 0 || first === undefined || last === undefined) return null;
  const fps = sorted.length / (last - first + typical);
  // stored times are rounded, to whole milliseconds at worst
  const odd = gaps.filter((gap) => Math.abs(gap - typical) > Math.max(0.002, typical * 0.1)).length;
  const variable = odd > gaps.length * 0.005 || gaps.some((gap) => gap > typical * 2.5);
  const nearest = COMMON_RATES.toSorted((a, b) => Math.abs(a - fps) - Math.abs(b - fps))[0] ?? fps;
  return { fps: !variable && Math.abs(nearest - fps) / fps < 0.002 ? nearest : fps, variable };
}

async function timesOf(track: InputTrack): Promise<number[]> {
  const sink = new EncodedPacketSink(track);
  const times: number[] = [];
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    times.push(packet.timestamp);
    if (times.length >= PACKETS_FOR_RATE) break;
  }
  return times;
}

/** An mp4 whose index stands first looks whole when its end is missing; only reading the last packet tells. */
async function isCut(track: InputTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track);
  const named = await sink.getPacket(Infinity, { metadataOnly: true });
  return named !== null && (await sink.getPacket(Infinity)) === null;
}

/** Reads container and packet index; a few milliseconds whatever the size. Throws what mediabunny throws on damaged files. */
export async function measureTracks(path: string): Promise<Measured> {
  using input = new Input({ formats: FORMATS, source: new FilePathSource(path) });
  // besides UnsupportedInputFormatError, files of a few bytes make its checks fail
  const format = await input.getFormat().then(
    ({ name }) => name,
    () => null,
  );
  if (format === null) return { known: false };
  const tracks = await input.getTracks();
  const video = await input.getPrimaryVideoTrack();
  const startOffset = tracks.length > 0 ? await input.getFirstTimestamp() : 0;
  const cut = await Promise.all(tracks.filter((track) => track.isVideoTrack() || track.isAudioTrack()).map(isCut));
  return {
    known: true,
    format,
    tracks: tracks.length,
    seconds: tracks.length > 0 ? (await input.computeDuration()) - Math.max(0, startOffset) : 0,
    promised: tracks.length > 0 ? await input.getDurationFromMetadata() : null,
    cut: cut.includes(true),
    startOffset,
    rate: video ? rateOf(await timesOf(video)) : null,
    picture: video
      ? { width: await video.getDisplayWidth(), height: await video.getDisplayHeight(), rotation: await video.getRotation() }
      : null,
  };
}
