/** The meaning of system error codes for a file. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "no space is left on the device"],
  ["EDQUOT", "the disk quota of this user is exceeded"],
  ["EROFS", "the file system is read-only"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["ENOENT", "the file or its folder does not exist"],
  ["ENOTDIR", "a part of the path is not a folder"],
  ["EISDIR", "it is a folder"],
  ["EEXIST", "it already exists"],
  ["ENOTEMPTY", "the folder is not empty"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ELOOP", "its links form a loop"],
  ["EMFILE", "too many files are open"],
  ["ENFILE", "too many files are open"],
  ["EFBIG", "the file would be too large"],
  ["EBUSY", "it is in use"],
  ["EIO", "the device does not respond"],
  ["ESTALE", "the file server no longer has it"],
  ["EXDEV", "it is on another device"],
  ["ERR_FS_FILE_TOO_LARGE", "it is larger than 2 GiB"],
]);

/** Whether an error comes from a system call. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && reasonOf(error) !== undefined;

/** The reason why a system call failed; undefined if the error does not come from a system call. */
export function reasonOf(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  return reasons.get(code) ?? (syscall === undefined ? undefined : `the system reports ${code}`);
}
