import { useTranslation } from 'react-i18next';

/** ISO 3166-2:DE without the prefix; decides about public holidays. */
const STATES = [
  'BW',
  'BY',
  'BE',
  'BB',
  'HB',
  'HH',
  'HE',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
] as const;

/** Places whose holidays differ from those of their state. */
const MUNICIPALITIES = {
  'by-augsburg': 'BY',
  'by-mostly-catholic': 'BY',
  'sn-corpus-christi': 'SN',
  'th-corpus-christi': 'TH',
} as const;
export type Municipality = keyof typeof MUNICIPALITIES;

/** Federal states as choices of a Select. */
export function useStateChoices(): { value: string; label: string }[] {
  const { t } = useTranslation();
  return STATES.map((value) => ({ value, label: t(`fleet.states.${value}`) }));
}

/** Exceptions inside a state; empty for most. */
export function useMunicipalityChoices(state: string | null): { value: Municipality; label: string }[] {
  const { t } = useTranslation();
  return (Object.keys(MUNICIPALITIES) as Municipality[])
    .filter((value) => MUNICIPALITIES[value] === state)
    .map((value) => ({ value, label: t(`fleet.municipalities.${value}`) }));
}
