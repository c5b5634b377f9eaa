import { NativeSelect, NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factor, type Measure, type Unit } from './fields.ts';
import classes from './Settings.module.css';

export interface MeasureProps
  extends Omit<NumberInputProps, 'value' | 'onChange' | 'suffix' | 'rightSection' | 'min' | 'max'> {
  measure: Measure;
  /** In the measure's own unit. */
  value: number | '';
  onChange: (value: number | '') => void;
}

/** A number with its unit; where larger units make sense, they can be chosen and the number is told in them. */
export function MeasureInput({ measure, value, onChange, ...input }: MeasureProps) {
  const { t } = useTranslation();
  const units = [measure.unit, ...measure.larger];
  const [unit, setUnit] = useState<Unit>(() => unitFor(value, measure.unit, units));
  const times = factor(unit, measure.unit);
  const words = (one: Unit) => t(`checks.unit.${one}`);
  const shared = {
    ...input,
    value: value === '' ? ('' as const) : rounded(value / times),
    onChange: (next: number | string) => onChange(typeof next === 'number' ? rounded(next * times) : ''),
  };
  if (units.length === 1) return <NumberInput {...shared} suffix={`\u00a0${words(unit)}`} hideControls />;
  return (
    <NumberInput
      {...shared}
      hideControls
      rightSectionWidth={108}
      rightSection={
        <NativeSelect
          classNames={{ input: classes.unit ?? '' }}
          variant="unstyled"
          aria-label={t('checks.unitOf', { label: String(input.label ?? '') })}
          data={units.map((each) => ({ value: each, label: words(each) }))}
          value={unit}
          onChange={({ currentTarget }) => {
            const next = units.find((each) => each === currentTarget.value) ?? unit;
            setUnit(next);
            // The number stays what it reads.
            if (value !== '') onChange(rounded((value / times) * factor(next, measure.unit)));
          }}
        />
      }
    />
  );
}

/** The largest unit in which the number is whole. */
function unitFor(value: number | '', base: Unit, units: readonly Unit[]): Unit {
  if (value === '' || value === 0) return base;
  return units.findLast((unit) => Number.isInteger(rounded(value / factor(unit, base)))) ?? base;
}

/** Without the dust of floating point: 0.1 h are 6 min. */
const rounded = (value: number): number => Number(value.toPrecision(12));
