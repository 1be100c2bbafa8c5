// Runs after every npm install, on whatever Node is there: plain JavaScript that says what is missing and never fails.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const say = (line) => console.log(`tidereel: ${line}`);

function works(check) {
  try {
    return check();
  } catch {
    return false; // an optional part that is not there is told, not thrown
  }
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  say(
    `this install ran on Node ${process.versions.node}; Tidereel needs 24. Use “npm start”, “npm test” and “npx tidereel”: they bring it.`,
  );
}

// Its package stays behind, with a path to nothing, when its download failed.
if (!works(() => existsSync(require('ffmpeg-static')))) {
  say('FFmpeg could not be fetched (ffmpeg-static); the system’s own FFmpeg 5.1 or newer is used, or the one FFMPEG_PATH names.');
}

if (!works(() => typeof require('keytar').getPassword === 'function')) {
  say(
    'the system keychain is not available (keytar); keys then go into a file locked by TIDEREEL_VAULT_PASSPHRASE, or Electron’s storage.',
  );
}

if (!works(() => typeof require('better-sqlite3') === 'function')) {
  say('the database module does not load on this computer; “npx tidereel doctor” says why.');
}
