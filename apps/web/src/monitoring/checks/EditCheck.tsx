import { RoutePending } from '../../app/RouteStates.tsx';
import type { AssetPlace } from '../../fleet/queries.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import type { Check } from '../queries.ts';
import { CheckForm } from './CheckForm.tsx';
import { useFormParts } from './useFormParts.ts';

/** Settings, place and interval of a check that is there. */
export function EditCheck({ place, check, onDone }: { place: AssetPlace; check: Check; onDone: () => void }) {
  const parts = useFormParts(place);
  if (parts.error) return <ErrorState error={parts.error} retry={parts.retry} />;
  if (!parts.ready) return <RoutePending />;
  const kind = parts.kinds.find((each) => each.kind === check.kind);
  if (!kind) return null;
  return (
    <CheckForm
      place={place}
      kind={kind}
      words={parts.words}
      known={parts.known}
      places={parts.placesOf(kind)}
      systems={parts.systems}
      check={check}
      onDone={onDone}
    />
  );
}
