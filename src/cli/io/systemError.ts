/** What a system's error code means for a file, in words. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "no space is left on the device"],
  ["EDQUOT", "the quota of this user is spent"],
  ["EROFS", "the file system is read-only"],
  ["EACCES", "it is not allowed"],
  ["EPERM", "it is not allowed"],
  ["ENOENT", "the file or its folder is not there"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["EISDIR", "it is a folder"],
  ["EEXIST", "it is there already"],
  ["ENOTEMPTY", "the folder is not empty"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ELOOP", "its links lead in a circle"],
  ["EMFILE", "too many files are open"],
  ["ENFILE", "too many files are open"],
  ["EFBIG", "the file would be too large"],
  ["EBUSY", "it is in use"],
  ["EIO", "the device does not answer"],
  ["ESTALE", "the file server has lost it"],
  ["EXDEV", "it is on another device"],
  ["ERR_FS_FILE_TOO_LARGE", "it is larger than 2 GiB"],
]);

/** Whether an error is what a system call answered. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && reasonOf(error) !== undefined;

/** Why a system call failed, in words; undefined if the error is none of a system call. */
export function reasonOf(error: unknown): string | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  return reasons.get(code) ?? (syscall === undefined ? undefined : `the system says ${code}`);
}
