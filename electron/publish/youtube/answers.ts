import { z } from 'zod';

/* The parts of YouTube's answers that are used. Unknown fields and unknown words pass: YouTube adds to them all the time. */

const text = z.string().min(1);

const VideoStatus = z.object({
  uploadStatus: z.string().optional(),
  failureReason: z.string().optional(),
  rejectionReason: z.string().optional(),
  privacyStatus: text,
  publishAt: z.string().optional(),
});

const ProcessingDetails = z.object({ processingStatus: z.string().optional(), processingFailureReason: z.string().optional() });

const Video = z.object({ id: text, status: VideoStatus, processingDetails: ProcessingDetails.optional() });
export type Video = z.infer<typeof Video>;

/** `items` is left out where nothing was found. */
const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item).default([]) });

export const VideoList = list(Video);
export const NewVideo = z.object({ id: text });
export const ChangedVideo = z.object({ id: text, status: VideoStatus });
export const CandidateList = list(
  z.object({ id: text, status: VideoStatus, fileDetails: z.object({ fileSize: z.union([z.string(), z.number()]).optional() }).optional() }),
);

/** Counters come as text, and not at all where they are hidden. */
const Count = z
  .union([z.string().regex(/^\d+$/), z.number()])
  .transform(Number)
  .default(0);
export const StatisticsList = list(
  z.object({ id: text, statistics: z.object({ viewCount: Count, likeCount: Count, commentCount: Count }).prefault({}) }),
);

export const ChannelList = list(
  z.object({
    id: text,
    snippet: z.object({ title: z.string(), customUrl: z.string().optional(), country: z.string().optional() }).optional(),
    status: z
      .object({ longUploadsStatus: z.string().optional(), isLinked: z.boolean().optional(), madeForKids: z.boolean().optional() })
      .optional(),
    contentDetails: z.object({ relatedPlaylists: z.object({ uploads: z.string().optional() }).optional() }).optional(),
  }),
);

export const CategoryList = list(z.object({ id: text, snippet: z.object({ title: z.string(), assignable: z.boolean().default(false) }) }));

export const PlaylistPage = z.object({
  nextPageToken: z.string().optional(),
  items: z
    .array(
      z.object({
        snippet: z.object({
          title: z.string(),
          description: z.string().default(''),
          publishedAt: z.string(),
          resourceId: z.object({ videoId: text }),
        }),
      }),
    )
    .default([]),
});

export const Report = z.object({ rows: z.array(z.array(z.union([z.string(), z.number()]))).default([]) });

/** Both shapes of Google's errors: the list of reasons of the Data API, and the bare status of newer services. */
const ErrorBody = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

/** The platform's own reason of a refused question; "http-403" where it gave none. */
export function readReason(status: number, json: unknown): string {
  const parsed = ErrorBody.safeParse(json);
  const named = parsed.success ? parsed.data.error : null;
  const reason = named?.details.find(({ reason }) => reason !== undefined)?.reason ?? named?.errors[0]?.reason ?? named?.status;
  return reason ?? `http-${status}`;
}
