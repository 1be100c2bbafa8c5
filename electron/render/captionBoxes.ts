import type { CaptionBox } from '../../shared/quality/captionBox.ts';
import type { TextMeasure } from '../../shared/render/assEvent.ts';
import { layOutCaption } from '../../shared/render/captionEvents.ts';
import type { RenderSpec } from '../../shared/render/renderSpec.ts';
import { captionLines } from '../../shared/timeline/captionLines.ts';
import type { Timeline } from '../../shared/timeline/document.ts';

/** Where every caption of a project stands in a render of it: for the quality check, beyond its edges too. Empty when captions are off. */
export function captionBoxes(timeline: Timeline, spec: RenderSpec, measure: TextMeasure): CaptionBox[] {
  if (!timeline.captions.visible) return [];
  return captionLines(timeline).map((line) => {
    const block = layOutCaption(line, timeline.captions.look, spec, measure);
    return {
      start: line.from / timeline.fps,
      end: line.to / timeline.fps,
      left: block.left / spec.width,
      right: block.right / spec.width,
      top: block.top / spec.height,
      bottom: block.bottom / spec.height,
      size: block.size / spec.height,
    };
  });
}
