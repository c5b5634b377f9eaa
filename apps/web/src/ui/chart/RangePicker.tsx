import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconZoomOut } from '../icons.ts';
import { useFormat } from '../useFormat.ts';
import classes from './RangePicker.module.css';
import { PRESETS, type Range } from './ranges.ts';

interface Props {
  range: Range;
  onChange(range: Range): void;
}

/** Range of all charts of a page: presets that end now, or what was dragged open. */
export function RangePicker({ range, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <fieldset className={classes.picker} aria-label={t('ui.chart.range')}>
      <div className={classes.presets}>
        {PRESETS.map((preset) => (
          <button
            key={preset}
            type="button"
            aria-pressed={range.kind === 'preset' && range.preset === preset}
            onClick={() => onChange({ kind: 'preset', preset })}
          >
            {t(`ui.chart.presets.${preset}`)}
          </button>
        ))}
      </div>
      {range.kind === 'fixed' && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconZoomOut size={16} stroke={1.75} />}
          onClick={() => onChange({ kind: 'preset', preset: '24h' })}
        >
          {format.dateTime(new Date(range.from * 1000))} – {format.dateTime(new Date(range.to * 1000))}
        </Button>
      )}
    </fieldset>
  );
}
