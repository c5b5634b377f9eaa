import { Checkbox, Chip, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import maintenance from '../maintenance/Maintenance.module.css';
import { WEEKDAYS, type Weekday } from '../maintenance/windows.ts';
import type { Layer } from './queries.ts';

type Window = NonNullable<Layer['windows']>[number];

/** Nights after working days: what a second layer is usually for. */
const USUAL: Window = {
  recurrence: { kind: 'weekly', weekdays: ['monday', 'tuesday', 'wednesday', 'thursday'] },
  from: '18:00',
  until: '08:00',
};

interface Props {
  windows: readonly Window[];
  onChange(windows: Window[]): void;
}

/** When a layer counts: always, or on some weekdays between two hours; what is set otherwise is kept as it is. */
export function LayerHours({ windows, onChange }: Props) {
  const { t } = useTranslation();
  const [window] = windows;
  const simple = windows.length === 1 && window?.recurrence.kind === 'weekly';
  return (
    <>
      <Checkbox
        label={t('oncall.hours.only')}
        description={t('oncall.hours.help')}
        checked={windows.length > 0}
        onChange={(event) => onChange(event.currentTarget.checked ? [USUAL] : [])}
      />
      {windows.length > 0 && !simple && <p className={layout.small}>{t('oncall.hours.other')}</p>}
      {simple && window.recurrence.kind === 'weekly' && (
        <>
          <fieldset className={maintenance.days}>
            <legend>{t('quiet.window.weekdays')}</legend>
            <Chip.Group
              multiple
              value={[...window.recurrence.weekdays]}
              onChange={(weekdays) =>
                onChange([{ ...window, recurrence: { kind: 'weekly', weekdays: weekdays as Weekday[] } }])
              }
            >
              <div className={layout.row}>
                {WEEKDAYS.map((day) => (
                  <Chip key={day} value={day}>
                    {t(`quiet.weekday.${day}`)}
                  </Chip>
                ))}
              </div>
            </Chip.Group>
            {window.recurrence.weekdays.length === 0 && <p role="alert">{t('ui.form.required')}</p>}
          </fieldset>
          <div className={layout.pair}>
            <TextInput
              type="time"
              label={t('oncall.hours.from')}
              required
              value={window.from}
              onChange={(event) => onChange([{ ...window, from: event.currentTarget.value }])}
            />
            <TextInput
              type="time"
              label={t('oncall.hours.until')}
              description={t('oncall.hours.untilHelp')}
              required
              value={window.until}
              onChange={(event) => onChange([{ ...window, until: event.currentTarget.value }])}
            />
          </div>
        </>
      )}
    </>
  );
}

/** A layer without times of its own counts always. */
export function withWindows({ windows: _before, ...layer }: Layer, windows: Window[]): Layer {
  return windows.length > 0 ? { ...layer, windows } : layer;
}
