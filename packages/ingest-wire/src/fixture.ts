import protobuf from 'protobufjs';

/** The messages as an independent library encodes them. */
const { root } = protobuf.parse(
  `syntax = "proto3";
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; int64 start_timestamp = 3; }
  message Exemplar1 { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
  message Histogram { uint64 count_int = 1; double sum = 3; sint32 schema = 4; int64 timestamp = 15; }
  message Series1 {
    repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar1 exemplars = 3; repeated Histogram histograms = 4;
  }
  message Metadata1 { uint32 type = 1; string metric_family_name = 2; string help = 4; }
  message WriteRequest { repeated Series1 timeseries = 1; repeated Metadata1 metadata = 3; }
  message Exemplar2 { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
  message Metadata2 { uint32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
  message Series2 {
    repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3;
    repeated Exemplar2 exemplars = 4; Metadata2 metadata = 5;
  }
  message Request2 { repeated string symbols = 4; repeated Series2 timeseries = 5; }

  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message NumberDataPoint {
    repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    oneof value { double as_double = 4; sfixed64 as_int = 6; } uint32 flags = 8;
  }
  message HistogramDataPoint {
    repeated KeyValue attributes = 9; fixed64 time_unix_nano = 3; fixed64 count = 4; optional double sum = 5;
    repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; uint32 flags = 10;
  }
  message ExponentialHistogramDataPoint { repeated KeyValue attributes = 1; fixed64 time_unix_nano = 3; fixed64 count = 4; }
  message ValueAtQuantile { double quantile = 1; double value = 2; }
  message SummaryDataPoint {
    repeated KeyValue attributes = 7; fixed64 time_unix_nano = 3; fixed64 count = 4; double sum = 5;
    repeated ValueAtQuantile quantile_values = 6; uint32 flags = 8;
  }
  message Gauge { repeated NumberDataPoint data_points = 1; }
  message Sum { repeated NumberDataPoint data_points = 1; uint32 aggregation_temporality = 2; bool is_monotonic = 3; }
  message HistogramMetric { repeated HistogramDataPoint data_points = 1; uint32 aggregation_temporality = 2; }
  message ExponentialHistogram { repeated ExponentialHistogramDataPoint data_points = 1; uint32 aggregation_temporality = 2; }
  message Summary { repeated SummaryDataPoint data_points = 1; }
  message Metric {
    string name = 1; string description = 2; string unit = 3;
    oneof data {
      Gauge gauge = 5; Sum sum = 7; HistogramMetric histogram = 9; ExponentialHistogram exponential_histogram = 10; Summary summary = 11;
    }
  }
  message Scope { string name = 1; string version = 2; }
  message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }
  message Resource { repeated KeyValue attributes = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message ExportMetrics { repeated ResourceMetrics resource_metrics = 1; }
  message PartialSuccess { int64 rejected_data_points = 1; string error_message = 2; }
  message ExportMetricsResponse { PartialSuccess partial_success = 1; }
  message Status { int32 code = 1; string message = 2; }`,
);

/** Encodes with names as protobufjs spells them (camelCase). */
export function encode(message: string, content: object): Uint8Array {
  const type = root.lookupType(message);
  const problem = type.verify(content);
  if (problem) throw new Error(`${message}: ${problem}`);
  return type.encode(type.create(content)).finish();
}

export function decode(message: string, bytes: Uint8Array): Record<string, unknown> {
  const type = root.lookupType(message);
  return type.toObject(type.decode(bytes), { longs: Number });
}

/** A 2.0 request from labels as text. */
export function request2(
  series: {
    labels: readonly (readonly [string, string])[];
    samples?: object[];
    histograms?: object[];
    exemplars?: object[];
    metadata?: object;
  }[],
): object {
  const symbols = [''];
  const reference = (text: string): number => {
    const known = symbols.indexOf(text);
    return known === -1 ? symbols.push(text) - 1 : known;
  };
  const timeseries = series.map(({ labels, ...rest }) => ({
    labelsRefs: labels.flatMap(([name, value]) => [reference(name), reference(value)]),
    ...rest,
  }));
  return { symbols, timeseries };
}
