export { deviation, percentFailed, rate } from './derive.ts';
export { FLAP_RESULTS, type FlapState, type FlapThresholds, flapPercent } from './flap.ts';
export { type ForecastOptions, forecastFull, type Point } from './forecast.ts';
export { DependencyCycle, type DependencyGraph, dependencyGraph } from './graph.ts';
export { type Importance, weighted } from './importance.ts';
export { changeRule, initialState, step, tick } from './machine.ts';
export { type RuleProblem, rank, ruleProblems } from './rule.ts';
export { type SimulatedAlert, type Simulation, simulate } from './simulate.ts';
export * from './types.ts';
