import { Anchor, Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';

type Props = { readonly children: ReactNode };
type State = { readonly failed: boolean };

/** A view that cannot be drawn says so and leaves the rest of the window standing. Only a class can catch what drawing throws. */
export class Safely extends Component<Props, State> {
  override readonly state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert">
        <EmptyState
          icon={<IconAlertTriangle size={26} />}
          title="This view met a fault"
          text="Everything saved so far is safe. Opening it again usually helps."
        >
          <Group>
            <Button onClick={() => this.setState({ failed: false })}>Open it again</Button>
            <Anchor href="#/make">Go to Make</Anchor>
          </Group>
        </EmptyState>
      </div>
    );
  }
}
