import { useLoadedItems } from '../../api/query.ts';
import { type AssetPlace, useAsset, useAssets } from '../../fleet/queries.ts';
import { type Kind, useCheckKinds } from './kinds.ts';
import { type PlaceId, placesFor } from './places.ts';
import { useKnown } from './useKnown.ts';
import { useCheckWords } from './words.ts';

/** What every form of a check needs, loaded together. */
export function useFormParts(place: AssetPlace) {
  const kinds = useCheckKinds();
  const words = useCheckWords();
  const asset = useAsset(place);
  const others = useAssets({ client: place.clientId });
  const systems = useLoadedItems(others);
  const known = useKnown(place);
  const queries = [kinds, words, asset, others];
  const failed = queries.find((query) => query.isError);
  const shared = {
    asset: asset.data,
    known,
    systems,
    error: failed?.error,
    retry: () => void failed?.refetch(),
  };
  if (!kinds.data || !words.data || !asset.data || !others.data) return { ...shared, ready: false as const };
  const own = asset.data;
  return {
    ...shared,
    ready: true as const,
    kinds: kinds.data.items,
    words: words.data,
    placesOf: (kind: Kind): PlaceId[] => placesFor(kind, own, systems),
  };
}
