/*
 * The first process of a sandbox: takes on the user and the limits of the program, then starts it, waits for it and says how it
 * ended.
 *
 *   init UID GID PROCESSES FILTER STATUS EXECUTED PROGRAM [ARGUMENT ...]
 *
 * bubblewrap starts it as process 1 when all mounts are made. UID and GID are whom to become; "-" to stay who it is. PROCESSES is
 * how many the user may have in all, this one among them; "-" for no such limit. The others are numbers of open descriptors: FILTER
 * is a file with a filter of system calls as an array of struct sock_filter, STATUS a pipe to the harness, and EXECUTED one that is
 * closed as soon as the program has been executed, or could not be. What follows happens in this order, so that no code of the
 * program ever runs while a process of its sandbox lacks the filter, can be written to, or is outside its limits:
 *
 *   1. it becomes that user and gives up every capability,
 *   2. it cannot be read or written through /proc or ptrace any more (it is "not dumpable"),
 *   3. it limits what of the machine-wide tables the tree may take (queued signals, message queues, locked memory),
 *   4. it puts on the filter, which all that it starts inherits,
 *   5. it says "started" on STATUS, and starts the program.
 *
 * It says on STATUS, in records of 16 bytes (four 32-bit integers of this machine's byte order):
 *
 *   {1, 0, 0, 0}            all is set up, the program starts now
 *   {2, step, errno, 0}     set-up failed at that step, no program was started
 *   {3, errno, 0, 0}        the program could not be executed
 *   {4, wait status, most, 0}  the program ended so; most is the highest resident memory, in KiB, of any process that was waited for
 *
 * When the program has ended, or the harness has gone (its end of STATUS is closed), it ends, and with it all other processes of
 * its PID namespace. It uses no library, so that it needs none inside.
 */
#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>

enum { STARTED = 1, SET_UP_FAILED = 2, NOT_EXECUTED = 3, ENDED = 4 };
enum { ARGUMENTS = 1, GROUPS, GROUP, USER, CAPABILITIES, DUMPABLE, LIMITS, NO_NEW_PRIVILEGES, FILTER, SIGNALS, FORK };

enum {
  SIG_CHILD = 17, BLOCK = 0, UNBLOCK = 1, READABLE = 1, ANY_CHILD = -1, NO_HANG = 1, CLOSE_ON_EXEC = 02000000,
  RESOURCE_PROCESSES = 6, RESOURCE_MEMORY_LOCKED = 8, RESOURCE_QUEUED_SIGNALS = 11, RESOURCE_MESSAGE_QUEUES = 12, INTERRUPTED = 4,
  SET_DESCRIPTOR_FLAGS = 2
};

/* Enough for the signals that a runtime sends to its threads, and far from what the machine has. */
#define QUEUED_SIGNALS 256
#define LOCKED_BYTES 65536
#define MOST_INSTRUCTIONS 4096
#define MOST_DESCRIPTORS 256

struct limit { uint64_t soft, hard; };
struct poll { int file; short wanted, found; };
/* The kernel's struct rusage: user and system time, the highest resident memory in KiB, and what is not read here. */
struct usage { long times[4], most_resident, others[13]; };

#if defined(__x86_64__)
static long call(long n, long a, long b, long c, long d, long e) {
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  __asm__ volatile("syscall" : "+a"(n) : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8) : "rcx", "r11", "memory");
  return n;
}
__asm__(".globl _start\n_start: xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call begin\n");
#elif defined(__aarch64__)
static long call(long n, long a, long b, long c, long d, long e) {
  register long x8 __asm__("x8") = n;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}
__asm__(".globl _start\n_start: mov x29, #0\n mov x0, sp\n bl begin\n");
#else
#error "another architecture needs its way to call the kernel here"
#endif

static int status;

/* Descriptors that bubblewrap left open are nobody's. */
static void close_all_but(int a, int b, int c) {
  for (int file = 3; file < MOST_DESCRIPTORS; file++)
    if (file != a && file != b && file != c) call(__NR_close, file, 0, 0, 0, 0);
}

static _Noreturn void leave(int code) {
  for (;;) call(__NR_exit_group, code, 0, 0, 0, 0);
}

static void say(int kind, int first, int second) {
  int record[4] = {kind, first, second, 0};
  call(__NR_write, status, (long)record, sizeof record, 0, 0);
}

static void need(int step, long result) {
  if (result < 0) {
    say(SET_UP_FAILED, step, (int)-result);
    leave(125);
  }
}

/* A decimal number, or -1 for anything else. */
static long number(const char *text) {
  long value = 0;
  if (*text == 0) return -1;
  for (; *text; text++) {
    if (*text < '0' || *text > '9') return -1;
    value = value * 10 + (*text - '0');
  }
  return value;
}

static void become(const char *user, const char *group) {
  if (user[0] == '-') return;
  long uid = number(user), gid = number(group);
  need(ARGUMENTS, uid < 0 || gid < 0 ? -22 : 0);
  need(GROUPS, call(__NR_setgroups, 0, 0, 0, 0, 0));
  need(GROUP, call(__NR_setresgid, gid, gid, gid, 0, 0));
  need(USER, call(__NR_setresuid, uid, uid, uid, 0, 0));
}

static void give_up_capabilities(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  /* Fails where the kernel knows no such capability, or where there is no right to drop one, which the next line makes void. */
  for (int each = 0; each < 64; each++) call(__NR_prctl, PR_CAPBSET_DROP, each, 0, 0, 0);
  call(__NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  need(CAPABILITIES, call(__NR_capset, (long)&header, (long)none, 0, 0, 0));
}

static void limit(int resource, uint64_t most) {
  struct limit both = {most, most};
  long result = call(__NR_prlimit64, 0, resource, (long)&both, 0, 0);
  /* Where it is lower already it may not be raised, and need not be. */
  if (result < 0) {
    struct limit is = {0, 0};
    need(LIMITS, call(__NR_prlimit64, 0, resource, 0, (long)&is, 0));
    if (is.hard > most) need(LIMITS, result);
  }
}

static void put_on_filter(int file) {
  struct sock_filter code[MOST_INSTRUCTIONS];
  long bytes = 0, got;
  do {
    got = call(__NR_read, file, (long)code + bytes, sizeof code - bytes, 0, 0);
    need(FILTER, got);
    bytes += got;
  } while (got > 0);
  call(__NR_close, file, 0, 0, 0, 0);
  need(NO_NEW_PRIVILEGES, call(__NR_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
   struct sock_fprog program = {bytes / sizeof code[0], code};
  need(FILTER, call(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, (long)&program, 0, 0));
}

/* Waits for the program, and takes in whoever lost a parent. */
static _Noreturn void wait_for(long program, int signals) {
  long most_resident = 0;
  for (;;) {
    struct poll both[2] = {{signals, READABLE, 0}, {status, 0, 0}};
    call(__NR_ppoll, (long)both, 2, 0, 0, 8);
    if (both[1].found) leave(125);
    if (both[0].found) {
      char information[128];
      call(__NR_read, signals, (long)information, sizeof information, 0, 0);
    }
    for (;;) {
      int how = 0;
      struct usage used;
      long pid = call(__NR_wait4, ANY_CHILD, (long)&how, NO_HANG, (long)&used, 0);
      if (pid > 0 && used.most_resident > most_resident) most_resident = used.most_resident;
      if (pid == program) {
        say(ENDED, how, (int)most_resident);
        leave(0);
      }
      if (pid <= 0 && pid != -INTERRUPTED) break;
    }
  }
}

__attribute__((used)) _Noreturn void begin(long *stack) {
  long count = stack[0];
  char **words = (char **)(stack + 1);
  char **environment = words + count + 1;
  if (count < 8) leave(125);
  int filter = (int)number(words[4]), executed = (int)number(words[6]);
  status = (int)number(words[5]);
  close_all_but(filter, status, executed);
  call(__NR_fcntl, status, SET_DESCRIPTOR_FLAGS, 1, 0, 0); /* close on exec */
  call(__NR_fcntl, executed, SET_DESCRIPTOR_FLAGS, 1, 0, 0);
  become(words[1], words[2]);
  give_up_capabilities();
  need(DUMPABLE, call(__NR_prctl, PR_SET_DUMPABLE, 0, 0, 0, 0));
  if (words[3][0] != '-') limit(RESOURCE_PROCESSES, number(words[3]));
  limit(RESOURCE_QUEUED_SIGNALS, QUEUED_SIGNALS);
  limit(RESOURCE_MESSAGE_QUEUES, 0);
  limit(RESOURCE_MEMORY_LOCKED, LOCKED_BYTES);
  uint64_t child_signal = 1ull << (SIG_CHILD - 1);
  need(SIGNALS, call(__NR_rt_sigprocmask, BLOCK, (long)&child_signal, 0, 8, 0));
  long signals = call(__NR_signalfd4, -1, (long)&child_signal, 8, CLOSE_ON_EXEC, 0);
  need(SIGNALS, signals);
  put_on_filter(filter);
  say(STARTED, 0, 0);
  long program = call(__NR_clone, SIG_CHILD, 0, 0, 0, 0);
  if (program < 0) {
    /* Never taken for the program's end: nothing of it has run. */
    say(SET_UP_FAILED, FORK, (int)-program);
    leave(125);
  }
  if (program == 0) {
    call(__NR_rt_sigprocmask, UNBLOCK, (long)&child_signal, 0, 8, 0);
    long error = call(__NR_execve, (long)words[7], (long)(words + 7), (long)environment, 0, 0);
    say(NOT_EXECUTED, (int)-error, 0);
    leave(127);
  }
  for (int file = 0; file < 3; file++) call(__NR_close, file, 0, 0, 0, 0);
  call(__NR_close, executed, 0, 0, 0, 0);
  wait_for(program, (int)signals);
}
