/*
 * weft-cni: the executable that a container runtime calls for a Weft network (CNI spec 1.1).
 *
 * It relays the CNI_* variables and standard input to the agent's unix socket, and the agent's
 * answer to standard output and the exit status; everything that thinks is in the agent. The
 * protocol is described in the package io.weft.cni.relay.
 *
 * The socket is, in this order: the environment variable WEFT_CNI_SOCKET; the first line of the
 * file "<this executable>.socket", so that every installation directory can have an agent of its
 * own; /run/weft/cni.sock. Whoever can write that file can replace the executable as well.
 *
 * If there is no answer within a minute, the answer is CNI error 11, "try again later", to STATUS
 * error 50, "not available". VERSION is answered without an agent too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define DEFAULT_SOCKET "/run/weft/cni.sock"
#define MAX_ENVIRONMENT (64 * 1024)
#define MAX_STDIN (1024 * 1024)
#define MAX_REPLY (4 * 1024 * 1024)
#define HEADER 12
#define SECONDS 60

extern char **environ;

static struct timespec deadline;
static char request[HEADER + MAX_ENVIRONMENT + MAX_STDIN + 1];
static char version[16] = "1.1.0";

/* Prints a CNI error, with nothing in it that would have to be escaped, and ends. */
static void fail(int code, const char *message, const char *what) {
  printf("{\"cniVersion\":\"%s\",\"code\":%d,\"msg\":\"%s\",\"details\":\"", version, code, message);
  for (; *what; what++) putchar(*what == '"' || *what == '\\' || *what < ' ' ? '?' : *what);
  puts("\"}");
  exit(1);
}

static void unreachable(const char *what) {
  const char *command = getenv("CNI_COMMAND");
  if (command && strcmp(command, "VERSION") == 0) {
    puts("{\"cniVersion\":\"1.1.0\",\"supportedVersions\":"
         "[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}");
    exit(0);
  }
  /* Of STATUS the specification wants to know whether an ADD could succeed now. */
  fail(command && strcmp(command, "STATUS") == 0 ? 50 : 11,
       "the Weft agent of this node cannot be reached; is it running? try again later",
       what);
}

/* The version to answer errors in: the configuration's, if it looks like one. */
static void find_version(char *json) {
  char *at = strstr(json, "\"cniVersion\"");
  if (!at) return;
  at += strlen("\"cniVersion\"");
  at += strspn(at, " \t\r\n:");
  size_t length = *at == '"' ? strspn(at + 1, "0123456789.") : 0;
  if (length == 0 || length >= sizeof version || at[1 + length] != '"') return;
  memcpy(version, at + 1, length);
  version[length] = 0;
}

/* Milliseconds until the deadline; ends when it has passed. */
static int time_left(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long left = (deadline.tv_sec - now.tv_sec) * 1000 + (deadline.tv_nsec - now.tv_nsec) / 1000000;
  if (left <= 0) unreachable("no answer within 60 s");
  return (int)left;
}

static void wait_for(int fd, short events) {
  struct pollfd poll_fd = {.fd = fd, .events = events};
  if (poll(&poll_fd, 1, time_left()) < 0 && errno != EINTR) unreachable(strerror(errno));
}

static void send_all(int fd, const char *from, size_t length) {
  while (length > 0) {
    wait_for(fd, POLLOUT);
    ssize_t sent = send(fd, from, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) unreachable(strerror(errno));
    if (sent > 0) from += sent, length -= (size_t)sent;
  }
}

static void receive_all(int fd, char *to, size_t length) {
  while (length > 0) {
    wait_for(fd, POLLIN);
    ssize_t got = recv(fd, to, length, MSG_DONTWAIT);
    if (got == 0) unreachable("the agent closed the connection without an answer");
    if (got < 0 && errno != EAGAIN && errno != EINTR) unreachable(strerror(errno));
    if (got > 0) to += got, length -= (size_t)got;
  }
}

static uint32_t number(const char *at) {
  const unsigned char *byte = (const unsigned char *)at;
  return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static void put_number(char *at, size_t value) {
  at[0] = (char)(value >> 24), at[1] = (char)(value >> 16);
  at[2] = (char)(value >> 8), at[3] = (char)value;
}

/* Fills in the request; answers its length. */
static size_t read_request(void) {
  size_t end = HEADER;
  for (char **variable = environ; *variable; variable++) {
    size_t length = strlen(*variable) + 1;
    if (strncmp(*variable, "CNI_", 4) != 0) continue;
    if (end + length > HEADER + MAX_ENVIRONMENT)
      fail(4, "the CNI_ variables are longer than 64 KiB; shorten CNI_ARGS", "");
    memcpy(request + end, *variable, length);
    end += length;
  }
  size_t start = end;
  for (;;) {
    wait_for(0, POLLIN);
    ssize_t got = read(0, request + end, start + MAX_STDIN + 1 - end);
    if (got < 0 && errno != EINTR) fail(5, "standard input cannot be read", strerror(errno));
    if (got == 0) break;
    if (got > 0) end += (size_t)got;
    if (end > start + MAX_STDIN)
      fail(7, "the network configuration is longer than 1 MiB; shorten it", "");
  }
  memcpy(request, "WCN1", 4);
  put_number(request + 4, start - HEADER);
  put_number(request + 8, end - start);
  request[end] = 0;
  find_version(request + start);
  return end;
}

static void find_socket(char *path, size_t size) {
  const char *from_environment = getenv("WEFT_CNI_SOCKET");
  if (from_environment && *from_environment) {
    snprintf(path, size, "%s", from_environment);
    return;
  }
  char file[4096 + 8];
  ssize_t length = readlink("/proc/self/exe", file, 4096);
  if (length > 0) {
    static const char deleted[] = " (deleted)"; /* replaced by an upgrade just now */
    ssize_t kept = length - (ssize_t)(sizeof deleted - 1);
    if (kept > 0 && memcmp(file + kept, deleted, sizeof deleted - 1) == 0) length = kept;
    strcpy(file + length, ".socket");
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? 0 : read(fd, path, size - 1);
    if (got > 0) {
      path[got] = 0;
      path[strcspn(path, "\r\n")] = 0;
      return;
    }
  }
  snprintf(path, size, "%s", DEFAULT_SOCKET);
}

int main(void) {
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  deadline.tv_sec += SECONDS;
  char path[4096];
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = read_request();
  find_socket(path, sizeof path);
  if (strlen(path) >= sizeof address.sun_path)
    fail(7, "the path of the agent's socket is longer than 107 characters; shorten it", path);
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) unreachable(strerror(errno));
  while (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    /* A full backlog: the agent is there, and busy. */
    if (errno != EAGAIN) unreachable(path);
    time_left();
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
  }
  send_all(fd, request, length);
  char header[5];
  receive_all(fd, header, sizeof header);
  size_t size = number(header) - 1;
  if (number(header) == 0 || size > MAX_REPLY) unreachable("the agent's answer is not one");
  char *answer = malloc(size + 1);
  if (!answer) fail(5, "out of memory", "");
  receive_all(fd, answer, size);
  for (size_t at = 0; at < size;) {
    ssize_t written = write(1, answer + at, size - at);
    if (written < 0 && errno != EINTR) return 1;
    if (written > 0) at += (size_t)written;
  }
  return header[4] == 0 ? 0 : 1;
}
