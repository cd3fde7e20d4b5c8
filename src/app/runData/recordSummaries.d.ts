/** Summaries of all records, in teaching order. Made by the build: see vite.config.ts. */
declare module "virtual:record-summaries" {
  const summaries: readonly import("./recordSummary.ts").RecordSummary[];
  export default summaries;
}
