/* Words: the media root serves files the studio knows; the same addresses work over HTTP and over the app's own scheme. */

const part = encodeURIComponent;

export const mediaAddress = {
  poster: (assetId: string): string => `/media/asset/${part(assetId)}/poster`,
  /** The small copy that every player can play. */
  proxy: (assetId: string): string => `/media/asset/${part(assetId)}/proxy`,
  /** `media` as the studio names it in a preview. */
  preview: (media: string): string => `/media/${media}`,
  /** The film of a post, wherever it came from. */
  post: (postId: string): string => `/media/post/${part(postId)}`,
  render: (renderId: string): string => `/media/render/${part(renderId)}`,
};
