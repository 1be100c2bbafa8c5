/*
"youtube" alone lets us upload, set pictures, list and update (each of those calls names it among the scopes that do), and
an update is what publishes; youtube.upload and youtube.readonly would only be more boxes to leave unticked.
*/
export const MANAGE_SCOPE = 'https://www.googleapis.com/auth/youtube';
export const ANALYTICS_SCOPE = 'https://www.googleapis.com/auth/yt-analytics.readonly';
