import type { Post } from '../../shared/contract/posts.ts';

/** When a post goes out: the slot it was given, and the time that chance moved it to. `slotAt` is null when a person chose. */
export type PostTime = { readonly at: Date; readonly slotAt: Date | null };

/** What other rooms may do with posts beside the contract. Each is one transaction. */
export type PostMaker = {
  /**
   * A new post with the film and options of another one, on the same or another channel of the same platform; options of
   * another platform become that channel's defaults. Throws NOT_FOUND, or BAD_INPUT when the other has no film.
   */
  copy(wish: {
    readonly postId: string;
    readonly channelId: string;
    readonly caption: string;
    readonly time: PostTime | null;
    readonly approve: boolean;
    /** "evergreen:<id>" or the like. */
    readonly madeBy: string;
  }): Post;
  /** A draft with words and no film yet. Throws NOT_FOUND. */
  draft(wish: { readonly channelId: string; readonly title: string; readonly caption: string; readonly madeBy: string }): Post;
  /** Moves a post that has not gone out. Throws NOT_FOUND, CONFLICT. */
  setTime(postId: string, time: PostTime): Post;
};
