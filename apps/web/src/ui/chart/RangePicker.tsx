import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconZoomOut } from '../icons.ts';
import { useFormat } from '../useFormat.ts';
import classes from './RangePicker.module.css';
import { PRESETS, type Preset, type Range } from './ranges.ts';

interface Props {
  range: Range;
  /** What is shown again after zooming in. */
  usual: Preset;
  /** IANA zone the charts are drawn in; the reader's own when unknown. */
  timeZone: string | undefined;
  onChange(range: Range): void;
}

/** Range of all charts of a page: presets that end now, or what was dragged open. */
export function RangePicker({ range, usual, timeZone, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = (seconds: number) => format.dateTime(new Date(seconds * 1000), timeZone);
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
          onClick={() => onChange({ kind: 'preset', preset: usual })}
        >
          {shown(range.from)} – {shown(range.to)}
        </Button>
      )}
    </fieldset>
  );
}
