/** Summaries of all records, by the names of their files. Made by the build: see vite.config.ts. */
declare module "virtual:record-summaries" {
  const summaries: readonly import("./recordSummary.ts").RecordSummary[];
  export default summaries;
}
