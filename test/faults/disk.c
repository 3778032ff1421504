/*
 * A disk that can be watched and that can fail: loaded into the engine with LD_PRELOAD.
 *
 * Watching: each change of a file below LC_FAULTS_FOLDER (or LC_FAULTS_WORLD) that has happened is appended
 * to the file LC_FAULTS_JOURNAL, so that power-loss.ts can build what the disk would have held if the power
 * had gone at any moment. Syncs are noted, not done: the journal knows what they would have kept.
 *
 * Failing: the file LC_FAULTS_CONTROL (4096 bytes, mapped, so that a change counts at once) holds rules, one
 * a line: `CALL SUFFIX ERRNO SKIP`. A call of that kind (write, sync, read, open, rename, unlink, mkdir) on a
 * file whose path ends with SUFFIX (`*`: any in the folder) answers ERRNO, after SKIP calls that went well.
 *
 * A reboot: LC_FAULTS_BOOT is a file that is read where the system's boot id is asked for.
 *
 * The names begin with LC_, since the shell plugin hands such variables on to its commands.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { CREATE = 1, WRITE, TRUNCATE, SYNC, RENAME, UNLINK, MKDIR };

/* The form that journal.ts reads; little endian. */
struct header {
  uint32_t kind;
  uint32_t path_length;
  uint64_t file; /* inode */
  uint64_t offset;
  uint64_t length; /* of the data that follow the path */
} __attribute__((packed));

#define CONTROL_BYTES 4096
#define RULES 16

static const char *folder, *world, *boot;
static int journal = -1;
static const char *control;
static long passed[RULES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void start(void) {
  folder = getenv("LC_FAULTS_FOLDER");
  world = getenv("LC_FAULTS_WORLD");
  boot = getenv("LC_FAULTS_BOOT");
  const char *path = getenv("LC_FAULTS_JOURNAL");
  if (path) journal = REAL(open64)(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  path = getenv("LC_FAULTS_CONTROL");
  int fd = path ? REAL(open64)(path, O_RDONLY | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *map = mmap(NULL, CONTROL_BYTES, PROT_READ, MAP_SHARED, fd, 0);
  if (map != MAP_FAILED) control = map;
  REAL(close)(fd);
}

static int is_below(const char *path, const char *place) {
  size_t length = place ? strlen(place) : 0;
  return length && !strncmp(path, place, length) && (path[length] == '/' || path[length] == 0);
}

/* SQLite's shared memory is no file to be kept: it is made anew by whoever opens the database first. */
static int is_watched(const char *path) {
  size_t length = strlen(path);
  if (length > 4 && !strcmp(path + length - 4, "-shm")) return 0;
  return is_below(path, folder) || is_below(path, world);
}

/* The path of an open file; 0 where it is none of ours. Asked anew each time: descriptors are copied and closed. */
static int watched(int fd, char *path, struct stat *found) {
  if (!folder || (journal < 0 && !control)) return 0;
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length <= 0 || path[0] != '/') return 0;
  path[length] = 0;
  return is_watched(path) && !fstat(fd, found);
}

static void note(enum kind kind, uint64_t file, uint64_t offset, const char *path, const struct iovec *data, int count, size_t length) {
  if (journal < 0) return;
  int kept = errno;
  struct header header = { kind, (uint32_t)(path ? strlen(path) : 0), file, offset, length };
  struct iovec parts[2 + 64] = { { &header, sizeof header }, { (void *)path, header.path_length } };
  int used = 2;
  for (size_t left = length; left > 0 && used < 66 && count > 0; data++, count--) {
    size_t part = data->iov_len < left ? data->iov_len : left;
    parts[used++] = (struct iovec){ data->iov_base, part };
    left -= part;
  }
  REAL(writev)(journal, parts, used);
  errno = kept;
}

static int error_of(const char *name) {
  if (!strcmp(name, "ENOSPC")) return ENOSPC;
  if (!strcmp(name, "EROFS")) return EROFS;
  if (!strcmp(name, "EDQUOT")) return EDQUOT;
  return EIO;
}

/* Whether a rule wants this call to fail; sets errno. */
static int fails(const char *call, const char *path) {
  if (!control || !control[0] || !is_below(path, folder)) return 0;
  char rules[CONTROL_BYTES], *next = rules;
  memcpy(rules, control, CONTROL_BYTES - 1);
  rules[CONTROL_BYTES - 1] = 0;
  for (int rule = 0; rule < RULES && *next; rule++) {
    char wanted[16], suffix[256], error[16];
    long skip = 0;
    if (sscanf(next, "%15s %255s %15s %ld", wanted, suffix, error, &skip) < 3) return 0;
    size_t length = strlen(path), end = strlen(suffix);
    int is_file = !strcmp(suffix, "*") || (length >= end && !strcmp(path + length - end, suffix));
    if (is_file && !strcmp(wanted, call) && __atomic_fetch_add(&passed[rule], 1, __ATOMIC_SEQ_CST) >= skip) {
      errno = error_of(error);
      return 1;
    }
    next = strchr(next, '\n');
    if (!next++) return 0;
  }
  return 0;
}

static int open_watched(int at, const char *path, int flags, mode_t mode) {
  if (boot && !strcmp(path, "/proc/sys/kernel/random/boot_id")) path = boot;
  int (*really)(int, const char *, int, ...) = REAL(openat64);
  int is_writing = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
  if (!folder || !is_writing) return really(at, path, flags, mode);
  if (fails("open", path)) return -1;
  pthread_mutex_lock(&lock);
  int was_there = !faccessat(at, path, F_OK, 0);
  int fd = really(at, path, flags, mode);
  char place[PATH_MAX];
  struct stat found;
  if (fd >= 0 && watched(fd, place, &found)) {
    if (!was_there) note(CREATE, found.st_ino, 0, place, NULL, 0, 0);
    else if (flags & O_TRUNC) note(TRUNCATE, found.st_ino, 0, NULL, NULL, 0, 0);
  }
  pthread_mutex_unlock(&lock);
  return fd;
}

#define MODE_OF(flags, mode) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open64(const char *path, int flags, ...) { MODE_OF(flags, mode) return open_watched(AT_FDCWD, path, flags, mode); }
int open(const char *path, int flags, ...) { MODE_OF(flags, mode) return open_watched(AT_FDCWD, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags, mode) return open_watched(at, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags, mode) return open_watched(at, path, flags, mode); }

/* offset < 0: at the descriptor's place. */
static ssize_t write_watched(int fd, const struct iovec *data, int count, off64_t offset) {
  char path[PATH_MAX];
  struct stat found;
  int is_watched_file = watched(fd, path, &found);
  if (is_watched_file && fails("write", path)) return -1;
  if (is_watched_file) pthread_mutex_lock(&lock);
  ssize_t written = offset < 0 ? REAL(writev)(fd, data, count) : REAL(pwritev64)(fd, data, count, offset);
  if (is_watched_file) {
    int kept = errno;
    if (written > 0) {
      off64_t at = offset < 0 ? lseek64(fd, 0, SEEK_CUR) - written : offset;
      note(WRITE, found.st_ino, at, NULL, data, count, written);
    }
    pthread_mutex_unlock(&lock);
    errno = kept;
  }
  return written;
}

static ssize_t write_one(int fd, const void *data, size_t length, off64_t offset) {
  struct iovec part = { (void *)data, length };
  return write_watched(fd, &part, 1, offset);
}

ssize_t write(int fd, const void *data, size_t length) { return write_one(fd, data, length, -1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return write_one(fd, data, length, offset); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return write_one(fd, data, length, offset); }
ssize_t writev(int fd, const struct iovec *data, int count) { return write_watched(fd, data, count, -1); }
ssize_t pwritev64(int fd, const struct iovec *data, int count, off64_t offset) { return write_watched(fd, data, count, offset); }
ssize_t pwritev(int fd, const struct iovec *data, int count, off_t offset) { return write_watched(fd, data, count, offset); }

static int truncate_watched(int fd, off64_t length) {
  char path[PATH_MAX];
  struct stat found;
  if (!watched(fd, path, &found)) return REAL(ftruncate64)(fd, length);
  if (fails("write", path)) return -1;
  pthread_mutex_lock(&lock);
  int result = REAL(ftruncate64)(fd, length);
  if (!result) note(TRUNCATE, found.st_ino, length, NULL, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate64(int fd, off64_t length) { return truncate_watched(fd, length); }
int ftruncate(int fd, off_t length) { return truncate_watched(fd, length); }

static ssize_t read_watched(int fd, void *data, size_t length, off64_t offset) {
  char path[PATH_MAX];
  struct stat found;
  if (control && control[0] && watched(fd, path, &found) && fails("read", path)) return -1;
  return offset < 0 ? REAL(read)(fd, data, length) : REAL(pread64)(fd, data, length, offset);
}

ssize_t read(int fd, void *data, size_t length) { return read_watched(fd, data, length, -1); }
ssize_t pread64(int fd, void *data, size_t length, off64_t offset) { return read_watched(fd, data, length, offset); }
ssize_t pread(int fd, void *data, size_t length, off_t offset) { return read_watched(fd, data, length, offset); }

static int sync_watched(int fd, int (*really)(int)) {
  char path[PATH_MAX];
  struct stat found;
  if (!watched(fd, path, &found)) return really(fd);
  if (fails("sync", path)) return -1;
  if (journal < 0) return really(fd);
  pthread_mutex_lock(&lock);
  note(SYNC, found.st_ino, 0, S_ISDIR(found.st_mode) ? path : NULL, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int fd) { return sync_watched(fd, REAL(fsync)); }
int fdatasync(int fd) { return sync_watched(fd, REAL(fdatasync)); }

/* An absolute path for the journal, of a path that may be relative. */
static const char *absolute(int at, const char *path, char *place) {
  if (path[0] == '/') return path;
  char base[PATH_MAX];
  if (at == AT_FDCWD) {
    if (!getcwd(base, sizeof base)) return path;
  } else {
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", at);
    ssize_t length = readlink(link, base, sizeof base - 1);
    if (length <= 0) return path;
    base[length] = 0;
  }
  snprintf(place, PATH_MAX, "%.2000s/%.2000s", base, path);
  return place;
}

static int rename_watched(int from_at, const char *from, int to_at, const char *to, unsigned flags) {
  char first[PATH_MAX], second[PATH_MAX];
  const char *source = absolute(from_at, from, first), *target = absolute(to_at, to, second);
  if (!folder || !is_watched(target)) return REAL(renameat2)(from_at, from, to_at, to, flags);
  if (fails("rename", target)) return -1;
  pthread_mutex_lock(&lock);
  int result = REAL(renameat2)(from_at, from, to_at, to, flags);
  struct iovec name = { (void *)target, strlen(target) };
  if (!result) note(RENAME, 0, 0, source, &name, 1, name.iov_len);
  pthread_mutex_unlock(&lock);
  return result;
}

int rename(const char *from, const char *to) { return rename_watched(AT_FDCWD, from, AT_FDCWD, to, 0); }
int renameat(int from_at, const char *from, int to_at, const char *to) { return rename_watched(from_at, from, to_at, to, 0); }
int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags) { return rename_watched(from_at, from, to_at, to, flags); }

static int unlink_watched(int at, const char *path, int flags) {
  char place[PATH_MAX];
  const char *target = absolute(at, path, place);
  if (!folder || !is_watched(target)) return REAL(unlinkat)(at, path, flags);
  if (fails("unlink", target)) return -1;
  pthread_mutex_lock(&lock);
  int result = REAL(unlinkat)(at, path, flags);
  if (!result) note(UNLINK, 0, 0, target, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) { return unlink_watched(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return unlink_watched(at, path, flags); }
int rmdir(const char *path) { return unlink_watched(AT_FDCWD, path, AT_REMOVEDIR); }

static int mkdir_watched(int at, const char *path, mode_t mode) {
  char place[PATH_MAX];
  const char *target = absolute(at, path, place);
  if (!folder || !is_watched(target)) return REAL(mkdirat)(at, path, mode);
  if (fails("mkdir", target)) return -1;
  pthread_mutex_lock(&lock);
  int result = REAL(mkdirat)(at, path, mode);
  if (!result) note(MKDIR, 0, 0, target, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) { return mkdir_watched(AT_FDCWD, path, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return mkdir_watched(at, path, mode); }
