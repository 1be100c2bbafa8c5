/** The mark: a wave rolling through a film frame. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Tidereel">
      <rect x="2" y="2" width="28" height="28" rx="8" fill="var(--mantine-color-tide-8)" />
      <path d="M6 19c3.2 0 3.2-5 6.5-5s3.2 5 6.5 5 3.4-5 7-5" fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M8 24.5h16" stroke="#fff" strokeOpacity="0.55" strokeWidth="2" strokeLinecap="round" strokeDasharray="2.5 3.2" />
      <path d="M8 8h16" stroke="#fff" strokeOpacity="0.55" strokeWidth="2" strokeLinecap="round" strokeDasharray="2.5 3.2" />
    </svg>
  );
}
