/** The package has no types of its own; only what the tests look at. */
declare module 'parse-prometheus-text-format' {
  interface Metric {
    labels?: Record<string, string>;
    value?: string;
    /** Of a histogram. */
    count?: string;
  }
  export default function parse(text: string): { name: string; type: string; metrics: Metric[] }[];
}
