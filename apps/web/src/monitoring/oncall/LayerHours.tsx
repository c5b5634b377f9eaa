import { Button, Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import { Weekdays } from '../maintenance/Weekdays.tsx';
import { WEEKDAYS } from '../maintenance/windows.ts';
import { type Hours, NIGHTS, withTimes } from './hours.ts';

interface Props {
  value: readonly Hours[] | undefined;
  onChange: (windows: Hours[] | undefined) => void;
  errors: (index: number, field: 'weekdays' | 'from' | 'until') => React.ReactNode;
}

/** When a layer counts: always, or only in some hours (the night, the weekend). */
export function LayerHours({ value, onChange, errors }: Props) {
  const { t } = useTranslation();
  const windows = value ?? [];
  const change = (index: number, to: Hours): void => onChange(windows.with(index, to));
  return (
    <>
      <Checkbox
        label={t('oncall.onlyAt')}
        description={t('oncall.onlyAtHelp')}
        checked={windows.length > 0}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? [NIGHTS] : undefined)}
      />
      {windows.map((window, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity but their place
        <div key={index} className={layout.form}>
          {window.recurrence.kind === 'weekly' || window.recurrence.kind === 'daily' ? (
            <Weekdays
              value={window.recurrence.kind === 'weekly' ? window.recurrence.weekdays : WEEKDAYS}
              onChange={(weekdays) => change(index, { ...window, recurrence: { kind: 'weekly', weekdays } })}
              error={errors(index, 'weekdays')}
            />
          ) : (
            <p className={layout.small}>{t('oncall.otherDays')}</p>
          )}
          <div className={layout.pair}>
            <TextInput
              type="time"
              label={t('quiet.window.from')}
              required
              value={window.from}
              onChange={({ currentTarget }) =>
                change(index, withTimes(window, { from: currentTarget.value }))
              }
              error={errors(index, 'from')}
            />
            <TextInput
              type="time"
              label={t('quiet.window.until')}
              description={t('quiet.window.untilHelp')}
              required
              value={window.until === '24:00' ? '00:00' : window.until}
              onChange={({ currentTarget }) =>
                change(index, withTimes(window, { until: currentTarget.value }))
              }
              error={errors(index, 'until')}
            />
          </div>
          <div className={layout.row}>
            {windows.length > 1 && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onChange(windows.filter((_, at) => at !== index))}
              >
                {t('oncall.removeHours', { from: window.from, until: window.until })}
              </Button>
            )}
            {index === windows.length - 1 && (
              <Button size="compact-sm" variant="default" onClick={() => onChange([...windows, NIGHTS])}>
                {t('oncall.addHours')}
              </Button>
            )}
          </div>
        </div>
      ))}
    </>
  );
}
