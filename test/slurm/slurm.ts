import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** A Slurm of one node on this machine: its own controller, its own node, its own keys. */
export interface Slurm {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>; // what a command needs to reach it
  close(): Promise<void>;
}

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Starts munged, slurmctld and slurmd on loopback, as root, with folders and ports of their own. Throws what they said where they do not answer. */
export async function startSlurm(): Promise<Slurm> {
  const folder = mkdtempSync(join(tmpdir(), "icl-slurm-"));
  const at = (name: string) => join(folder, name);
  for (const name of ["state", "spool", "munge"]) mkdirSync(at(name), { mode: 0o755 });
  writeFileSync(at("munge/key"), randomBytes(1024), { mode: 0o400 });
  const [controller, node] = [await freePort(), await freePort()];
  const name = hostname().split(".")[0] as string;
  writeFileSync(
    at("slurm.conf"),
    `ClusterName=icl
SlurmctldHost=${name}(127.0.0.1)
SlurmctldPort=${controller}
SlurmdPort=${node}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${at("munge/socket")},cred_expire=10
CredType=cred/munge
StateSaveLocation=${at("state")}
SlurmdSpoolDir=${at("spool")}
SlurmctldPidFile=${at("slurmctld.pid")}
SlurmdPidFile=${at("slurmd.pid")}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
SchedulerParameters=sched_min_interval=100000,batch_sched_delay=1,requeue_delay=1
NodeName=${name} NodeAddr=127.0.0.1 CPUs=${availableParallelism()} State=UNKNOWN
PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`,
  );
  const env = { PATH, SLURM_CONF: at("slurm.conf") };
  const daemons = [
    start(
      env,
      "munged",
      "--foreground",
      "--force",
      `--key-file=${at("munge/key")}`,
      `--socket=${at("munge/socket")}`,
      `--pid-file=${at("munge/pid")}`,
      `--seed-file=${at("munge/seed")}`,
      `--log-file=${at("munge/log")}`,
      "--num-threads=1",
    ),
  ];
  await new Promise((resolve) => setTimeout(resolve, 1000));
  daemons.push(start(env, "slurmctld", "-D", "-c"), start(env, "slurmd", "-D", "-N", name));
  const close = async () => {
    for (const daemon of daemons.reverse()) await ended(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 120; tries++) {
    if (/idle/.test(ask(env, "sinfo", "--noheader", "--format=%t"))) return { folder, env, close };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const said = daemons.map(({ said }) => said()).join("\n");
  await close();
  throw new Error(`Slurm did not start:\n${said}`);
}

interface Daemon {
  readonly child: ChildProcess;
  said(): string;
}

function start(env: Record<string, string>, program: string, ...args: string[]): Daemon {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const hear = (part: unknown) => {
    said = `${said}${part}`.slice(-20_000);
  };
  child.on("error", (error) => hear(error.message));
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return { child, said: () => `== ${program}\n${said}` };
}

async function ended({ child }: Daemon): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const end = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 10_000))]);
  child.kill("SIGKILL");
}

/** What a program of Slurm prints; nothing where it fails. */
export function ask(env: Readonly<Record<string, string>>, program: string, ...args: string[]): string {
  try {
    return execFileSync(program, args, {
      env: { ...process.env, ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch {
    return "";
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** The numbers of the processes whose command line a pattern matches. */
export function processesOf(pattern: RegExp): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => pattern.test(line)).map((line) => Number(line.trim().split(" ")[0]));
}
