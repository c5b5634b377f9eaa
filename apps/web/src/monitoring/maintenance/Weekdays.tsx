import { Chip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import classes from './Maintenance.module.css';
import { WEEKDAYS, type Weekday } from './windows.ts';

interface Props {
  value: readonly Weekday[];
  onChange: (days: Weekday[]) => void;
  error?: React.ReactNode;
}

/** Any of the seven, to be ticked. */
export function Weekdays({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.days}>
      <legend>{t('quiet.window.weekdays')}</legend>
      <Chip.Group multiple value={[...value]} onChange={(days) => onChange(days as Weekday[])}>
        <div className={layout.row}>
          {WEEKDAYS.map((day) => (
            <Chip key={day} value={day}>
              {t(`quiet.weekday.${day}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      {error && <p role="alert">{error}</p>}
    </fieldset>
  );
}
