const labels: Readonly<Record<string, string>> = {
  PUBLIC_TO_EVERYONE: 'Everyone',
  MUTUAL_FOLLOW_FRIENDS: 'Friends (people you follow who follow you back)',
  FOLLOWER_OF_CREATOR: 'Followers',
  SELF_ONLY: 'Only me',
};

/** TikTok's name for who may see a post, in plain words. */
export const privacyLabel = (level: string): string => labels[level] ?? level;
