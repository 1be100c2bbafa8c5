import { Modal } from '@mantine/core';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { composer } from '../../state/composer.ts';
import { filmOf, type Film } from '../../state/composerDraft.ts';
import { signInFlow } from '../../state/signInFlow.ts';
import { useChosen } from '../../state/useChosen.ts';
import { ChannelPicker } from './ChannelPicker.tsx';
import { ChannelTabs } from './ChannelTabs.tsx';
import { FilmChooser } from './FilmChooser.tsx';
import { FilmPreview } from './FilmPreview.tsx';
import { PostFooter } from './PostFooter.tsx';
import { WhenSection } from './WhenSection.tsx';
import { WordsSection } from './WordsSection.tsx';
import classes from './composer.module.css';

/** Words that were typed already go with the new film; without any, those kept for it come back. */
function choose(film: Film): void {
  const { draft, open, change } = composer.getState();
  if (draft.caption === '') open({ film, channelIds: draft.channelIds });
  else change({ film, ...(draft.title === draft.film?.title && { title: film.title }) }); // a title of one's own stays
}

/** One film to many channels: words, options, time, and a person's yes. */
export function Composer() {
  const opened = useStore(composer, (state) => state.opened);
  const film = useStore(composer, (state) => state.draft.film);
  const signingIn = useStore(signInFlow, (state) => state.opened); // it lies above; Escape is meant for it
  const { close } = composer.getState();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={film === null ? 'Choose a film to post' : `Post “${film.title}”`}
      size={film === null ? 'lg' : 'min(1240px, 94vw)'}
      zIndex={210} // above any drawer it is opened from, whichever was drawn first
      closeOnClickOutside={false}
      closeOnEscape={!signingIn}
      classNames={film === null ? {} : { content: classes.content ?? '', body: classes.body ?? '' }}
    >
      {film === null ? <FilmChooser onChoose={choose} /> : <Form key={filmOf(film)} />}
    </Modal>
  );
}

function Form() {
  const chosen = useChosen();
  const [tab, setTab] = useState<string | null>(null);
  const tabs = useRef<HTMLDivElement>(null);
  const show = (channelId: string): void => {
    setTab(channelId);
    tabs.current?.scrollIntoView({ block: 'start' });
  };
  const shown = chosen.find(({ channel }) => channel.id === tab) ?? chosen[0];
  return (
    <>
      <div className={classes.columns}>
        <FilmPreview shown={shown} />
        <div className={classes.form}>
          <ChannelPicker chosen={chosen} />
          <WordsSection chosen={chosen} />
          <WhenSection chosen={chosen} />
          <div ref={tabs}>
            <ChannelTabs chosen={chosen} shown={shown} onShow={setTab} />
          </div>
        </div>
      </div>
      <PostFooter chosen={chosen} onShow={show} />
    </>
  );
}
