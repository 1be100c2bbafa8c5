import { Button, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useStore } from 'zustand';
import { mediaAddress } from '../../link/mediaAddress.ts';
import { composer } from '../../state/composer.ts';
import { captionOf } from '../../state/composerDraft.ts';
import type { Chosen } from '../../state/useChosen.ts';
import { platformName } from '../../words/platformName.ts';
import { SafeGuide } from '../studio/SafeGuide.tsx';
import classes from './composer.module.css';

/** The film as it will be seen on the shown channel: its words over it, and what the app's own buttons lie on. */
export function FilmPreview({ shown }: { shown: Chosen | undefined }) {
  const draft = useStore(composer, (state) => state.draft);
  const [guided, setGuided] = useState(false);
  const { film } = draft;
  if (film === null) return null;
  const caption = shown === undefined ? draft.caption : captionOf(draft, shown.channel.id);
  const platform = shown?.channel.platform;
  return (
    <section className={classes.preview} aria-label="How it will look">
      <div className={classes.screen}>
        {film.from === 'render' ? (
          <video
            className={classes.video}
            src={mediaAddress.render(film.renderId)}
            controls
            preload="metadata"
            aria-label={`Film of ${film.title}`}
          />
        ) : (
          <Text size="sm" p="lg" c="white" style={{ overflowWrap: 'anywhere' }}>
            {film.videoPath}
            <br />
            <br />
            The studio shows this file once it is in the queue.
          </Text>
        )}
        {guided && platform !== undefined && <SafeGuide platform={platform} />}
        <div className={classes.said} dir="auto">
          {platform === 'youtube' && <b>{draft.title}</b>}
          <b>{shown?.choices?.account ?? shown?.channel.handle ?? ''}</b>
          <span>{platform === 'youtube' ? '' : caption}</span>
        </div>
      </div>
      <Switch
        size="xs"
        label={platform === undefined ? 'Show what the app covers' : `Show what ${platformName(platform)} covers`}
        checked={guided}
        onChange={(event) => setGuided(event.currentTarget.checked)}
      />
      <Button size="compact-xs" variant="subtle" w="fit-content" onClick={() => composer.getState().change({ film: null })}>
        Choose another film
      </Button>
    </section>
  );
}
