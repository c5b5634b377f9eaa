import { nothing } from './gone.ts';
