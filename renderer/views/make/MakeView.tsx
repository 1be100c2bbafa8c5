import { RecordingPage } from './RecordingPage.tsx';
import { StartPage } from './StartPage.tsx';

/** Where every video begins: the shelf of recordings, or one recording opened. */
export function MakeView({ assetId }: { assetId: string | null }) {
  return assetId === null ? <StartPage /> : <RecordingPage key={assetId} assetId={assetId} />;
}
