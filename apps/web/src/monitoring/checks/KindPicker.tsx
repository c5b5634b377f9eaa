import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '../../ui/icons.ts';
import { kindWord } from '../finding.ts';
import { GROUPS, type Group } from './fields.ts';
import classes from './KindPicker.module.css';
import type { Kind, KindName } from './kinds.ts';
import type { Suggested } from './suggested.ts';
import type { CheckWords } from './wording.ts';

interface Props {
  kinds: readonly Kind[];
  words: CheckWords;
  suggested: readonly Suggested[];
  onPick: (kind: KindName, config?: Record<string, unknown>) => void;
  onClose: () => void;
}

interface Entry {
  value: string;
  label: string;
  about: string;
  pick: () => void;
}

const SUGGESTED = 'suggested:';

/** What is to be checked: first what suits the system, then everything, to be searched by any word. */
export function KindPicker({ kinds, words, suggested, onPick, onClose }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  // The list is always there, so Escape means the whole dialog.
  const combobox = useCombobox({ opened: true, onDropdownClose: onClose });
  const { selectFirstOption, resetSelectedOption } = combobox;
  const input = useRef<HTMLInputElement>(null);
  // The dialog was there before this code, and gave the focus to its own button.
  useEffect(() => input.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other words have left other entries
  useEffect(() => {
    if (search.trim()) selectFirstOption();
    else resetSelectedOption();
  }, [search]);
  const groups = useMemo(() => {
    const addable = new Set(kinds.filter((kind) => kind.addable).map(({ kind }) => kind));
    const named = (kind: KindName): string => kindWord(t, kind) ?? kind;
    const first: Entry[] = suggested.map(({ kind, config, about }, index) => ({
      value: `${SUGGESTED}${index}`,
      label: `${named(kind)}: ${about}`,
      about: words.kinds[kind] ?? '',
      pick: () => onPick(kind, config),
    }));
    const all = (Object.keys(GROUPS) as Group[]).map((group) => ({
      id: group as string,
      label: t(`checks.group.${group}`),
      entries: GROUPS[group]
        .filter((kind) => addable.has(kind))
        .map(
          (kind): Entry => ({
            value: kind,
            label: named(kind),
            about: words.kinds[kind] ?? '',
            pick: () => onPick(kind),
          }),
        ),
    }));
    return first.length > 0
      ? [{ id: 'suggested', label: t('checks.suggested'), entries: first }, ...all]
      : all;
  }, [kinds, words, suggested, onPick, t]);
  const wanted = search.trim().toLowerCase().split(/\s+/);
  const found = groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter(({ value, label, about }) => {
        const text = `${value} ${label} ${about} ${group.label}`.toLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(value) =>
        groups
          .flatMap(({ entries }) => entries)
          .find((entry) => entry.value === value)
          ?.pick()
      }
    >
      <div className={classes.scroll}>
        <Combobox.EventsTarget>
          <TextInput
            label={t('monitoring.check.kind')}
            description={t('checks.searchHelp')}
            placeholder={t('checks.search')}
            leftSection={<IconSearch size={16} stroke={1.75} />}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
            autoComplete="off"
            ref={input}
            data-autofocus
            classNames={{ root: classes.search ?? '' }}
          />
        </Combobox.EventsTarget>
        <Combobox.Options aria-label={t('monitoring.check.kind')}>
          {found.map(({ id, label, entries }) => (
            <Combobox.Group key={id} label={label}>
              {entries.map(({ value, label, about }) => (
                <Combobox.Option key={value} value={value}>
                  <span className={classes.name}>{label}</span>
                  <span className={classes.about}>{about}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('checks.nothing')}</Combobox.Empty>}
        </Combobox.Options>
      </div>
    </Combobox>
  );
}
