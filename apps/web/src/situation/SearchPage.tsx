import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RoutePending } from '../app/RouteStates.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { IconSearch } from '../ui/icons.ts';
import layout from '../ui/Layout.module.css';
import { PageHeader } from '../ui/PageHeader.tsx';
import { Panel } from '../ui/Panel.tsx';
import { useListSearch } from '../ui/table/useListSearch.ts';
import classes from './Overview.module.css';
import { HIT_KINDS, hitPath, useSearchHits } from './search.ts';

const LIMIT = 20;
const TYPING_MS = 250;

/** Search over everything, with an address that can be shared. */
export function SearchPage() {
  const { t } = useTranslation();
  const { search, patch } = useListSearch();
  const q = search.q ?? '';
  const [text, setText] = useState(q);
  const write = useDebouncedCallback((value: string) => patch({ q: value || undefined }), TYPING_MS);
  const query = useSearchHits(q, LIMIT);
  const hits = query.data?.items ?? [];
  return (
    <div className={layout.stack}>
      <PageHeader title={t('situation.search.title')} />
      <TextInput
        type="search"
        size="md"
        autoFocus
        aria-label={t('app.search.open')}
        placeholder={t('app.search.open')}
        leftSection={<IconSearch size={18} stroke={1.75} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          write(event.currentTarget.value);
        }}
      />
      {query.isLoading && <RoutePending />}
      {query.isError && <ErrorState error={query.error} retry={query.refetch} />}
      {query.isSuccess && hits.length === 0 && (
        <EmptyState title={t('app.search.nothing')}>{t('situation.search.nothingText')}</EmptyState>
      )}
      {HIT_KINDS.map((kind) => {
        const some = hits.filter((hit) => hit.kind === kind);
        if (some.length === 0) return null;
        return (
          <Panel key={kind} title={t(`situation.search.kind.${kind}`)} aside={some.length} flush>
            <ul className={classes.list}>
              {some.map((hit) => (
                <li key={`${hit.id} ${hit.title}`}>
                  <div>
                    <Link to={hitPath(hit)}>{hit.title}</Link>
                    <span className={classes.meta}>
                      {[hit.detail, hit.clientName].filter(Boolean).join(' · ')}
                    </span>
                  </div>
                </li>
              ))}
            </ul>
          </Panel>
        );
      })}
    </div>
  );
}
