import { Autocomplete, Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import classes from './Delivered.module.css';
import type { LabelMatcher } from './queries.ts';

const OPERATORS = ['=', '!=', '=~', '!~'] as const;

interface Props {
  where: readonly LabelMatcher[];
  /** Labels that the series have, with values to choose from. */
  labels: readonly { name: string; values: readonly string[] }[];
  onChange(where: LabelMatcher[]): void;
}

/** Which of the series are meant, by their labels. */
export function LabelFilters({ where, labels, onChange }: Props) {
  const { t } = useTranslation();
  const set = (index: number, change: Partial<LabelMatcher>) =>
    onChange(where.map((each, at) => (at === index ? { ...each, ...change } : each)));
  const valuesOf = (label: string) => labels.find(({ name }) => name === label)?.values ?? [];
  return (
    <div className={layout.tight}>
      {where.map((matcher, index) => {
        const number = index + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <div key={index} className={classes.condition}>
            <Autocomplete
              label={t('ingest.series.label')}
              data={labels.map(({ name }) => name)}
              value={matcher.label}
              maxLength={200}
              onChange={(label) => set(index, { label })}
            />
            <Select
              label={t('ingest.series.how')}
              data={OPERATORS.map((value) => ({ value, label: t(`ingest.series.operator.${WORDS[value]}`) }))}
              allowDeselect={false}
              value={matcher.op ?? '='}
              onChange={(op) => op && set(index, { op })}
            />
            <Autocomplete
              label={t('ingest.series.value')}
              data={[...valuesOf(matcher.label)]}
              limit={50}
              value={matcher.value}
              maxLength={1024}
              onChange={(value) => set(index, { value })}
            />
            <Button
              size="sm"
              variant="default"
              aria-label={t('ingest.series.dropCondition', { number })}
              onClick={() => onChange(where.filter((_, at) => at !== index))}
            >
              {t('quiet.remove')}
            </Button>
          </div>
        );
      })}
      {where.length < 10 && labels.length > 0 && (
        <div>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              onChange([
                ...where,
                { label: unused(labels, where), op: '=', value: '' } satisfies LabelMatcher,
              ])
            }
          >
            {t('ingest.series.addCondition')}
          </Button>
        </div>
      )}
    </div>
  );
}

const WORDS = { '=': 'is', '!=': 'isNot', '=~': 'like', '!~': 'notLike' } as const;

const unused = (labels: Props['labels'], where: readonly LabelMatcher[]): string =>
  labels.find(({ name }) => !where.some(({ label }) => label === name))?.name ?? '';

/** Conditions that are complete; a value that is still empty narrows nothing down. */
export const complete = (where: readonly LabelMatcher[]): LabelMatcher[] =>
  where.filter(({ label, value }) => label.trim() !== '' && value !== '');
