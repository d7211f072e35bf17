namespace NetSim.Testing.Packetdrill.Language;

/// <summary>The rows: a name, and its number on both systems or on Linux and on FreeBSD.</summary>
internal sealed partial class SymbolTable
{
    // What sockets are made of.
    private static Row[] Shared =>
    [
        // sys/socket.h: address families, kinds of socket, ways to shut down
        new("AF_UNSPEC", 0), new("AF_UNIX", 1), new("AF_LOCAL", 1), new("AF_INET", 2), new("AF_INET6", 10, 28), new("PF_UNSPEC", 0),
        new("PF_INET", 2), new("PF_INET6", 10, 28), new("SOCK_STREAM", 1), new("SOCK_DGRAM", 2), new("SOCK_RAW", 3),
        new("SOCK_SEQPACKET", 5), new("SOCK_NONBLOCK", 0x800, 0x20000000), new("SOCK_CLOEXEC", 0x80000, 0x10000000), new("SHUT_RD", 0),
        new("SHUT_WR", 1), new("SHUT_RDWR", 2), new("SOMAXCONN", 4096, 128),
        // netinet/in.h: protocol numbers, the same at IANA
        new("IPPROTO_IP", 0), new("IPPROTO_ICMP", 1), new("IPPROTO_TCP", 6), new("IPPROTO_UDP", 17), new("IPPROTO_IPV6", 41),
        new("IPPROTO_GRE", 47), new("IPPROTO_ICMPV6", 58), new("IPPROTO_SCTP", 132), new("IPPROTO_UDPLITE", 136),
        new("IPPROTO_RAW", 255), new("IPPROTO_MPTCP", 262, null),
        // levels of options
        new("SOL_SOCKET", 1, 0xFFFF), new("SOL_IP", 0, null), new("SOL_TCP", 6, null), new("SOL_UDP", 17, null),
        new("SOL_IPV6", 41, null), new("SOL_ICMPV6", 58, null), new("INADDR_ANY", 0), new("INADDR_LOOPBACK", 0x7F000001),
        new("NULL", 0),
    ];

    // Socket options.
    private static Row[] Options =>
    [
        // sys/socket.h
        new("SO_DEBUG", 1), new("SO_REUSEADDR", 2, 4), new("SO_TYPE", 3, 0x1008), new("SO_ERROR", 4, 0x1007),
        new("SO_DONTROUTE", 5, 0x10), new("SO_BROADCAST", 6, 0x20), new("SO_SNDBUF", 7, 0x1001), new("SO_RCVBUF", 8, 0x1002),
        new("SO_KEEPALIVE", 9, 8), new("SO_OOBINLINE", 10, 0x100), new("SO_NO_CHECK", 11, null), new("SO_PRIORITY", 12, null),
        new("SO_LINGER", 13, 0x80), new("SO_BSDCOMPAT", 14, null), new("SO_REUSEPORT", 15, 0x200), new("SO_PASSCRED", 16, null),
        new("SO_PEERCRED", 17, null), new("SO_RCVLOWAT", 18, 0x1004), new("SO_SNDLOWAT", 19, 0x1003), new("SO_RCVTIMEO", 20, 0x1006),
        new("SO_SNDTIMEO", 21, 0x1005), new("SO_BINDTODEVICE", 25, null), new("SO_ATTACH_FILTER", 26, null),
        new("SO_DETACH_FILTER", 27, null), new("SO_PEERNAME", 28, null), new("SO_TIMESTAMP", 29, 0x400), new("SO_ACCEPTCONN", 30, 2),
        new("SO_PEERSEC", 31, null), new("SO_SNDBUFFORCE", 32, null), new("SO_RCVBUFFORCE", 33, null), new("SO_MARK", 36, null),
        new("SO_TIMESTAMPING", 37, null), new("SO_PROTOCOL", 38, 0x1016), new("SO_DOMAIN", 39, 0x1019), new("SO_RXQ_OVFL", 40, null),
        new("SO_BUSY_POLL", 46, null), new("SO_MAX_PACING_RATE", 47, 0x1018), new("SO_INCOMING_CPU", 49, null),
        new("SO_MEMINFO", 55, null), new("SO_ZEROCOPY", 60, null), new("SO_TXTIME", 61, null), new("SO_TXREHASH", 74, null),
        new("SO_USELOOPBACK", null, 0x40), new("SO_NOSIGPIPE", null, 0x800), new("SO_ACCEPTFILTER", null, 0x1000),
        new("SO_BINTIME", null, 0x2000), new("SO_NO_OFFLOAD", null, 0x4000), new("SO_NO_DDP", null, 0x8000),
        new("SO_REUSEPORT_LB", null, 0x10000), new("SO_LABEL", null, 0x1009), new("SO_PEERLABEL", null, 0x1010),
        new("SO_LISTENQLIMIT", null, 0x1011), new("SO_LISTENQLEN", null, 0x1012), new("SO_LISTENINCQLEN", null, 0x1013),
        new("SO_SETFIB", null, 0x1014), new("SO_USER_COOKIE", null, 0x1015), new("SO_TS_CLOCK", null, 0x1017),
        // netinet/tcp.h
        new("TCP_NODELAY", 1), new("TCP_MAXSEG", 2), new("TCP_CORK", 3, null), new("TCP_KEEPIDLE", 4, 256),
        new("TCP_KEEPINTVL", 5, 512), new("TCP_KEEPCNT", 6, 1024), new("TCP_SYNCNT", 7, null), new("TCP_LINGER2", 8, null),
        new("TCP_DEFER_ACCEPT", 9, null), new("TCP_WINDOW_CLAMP", 10, null), new("TCP_INFO", 11, 32), new("TCP_QUICKACK", 12, null),
        new("TCP_CONGESTION", 13, 64), new("TCP_MD5SIG", 14, 16), new("TCP_COOKIE_TRANSACTIONS", 15, null),
        new("TCP_THIN_LINEAR_TIMEOUTS", 16, null), new("TCP_THIN_DUPACK", 17, null), new("TCP_USER_TIMEOUT", 18, null),
        new("TCP_REPAIR", 19, null), new("TCP_REPAIR_QUEUE", 20, null), new("TCP_QUEUE_SEQ", 21, null),
        new("TCP_REPAIR_OPTIONS", 22, null), new("TCP_FASTOPEN", 23, 1025), new("TCP_TIMESTAMP", 24, null),
        new("TCP_NOTSENT_LOWAT", 25, null), new("TCP_CC_INFO", 26, null), new("TCP_SAVE_SYN", 27, null),
        new("TCP_SAVED_SYN", 28, null), new("TCP_REPAIR_WINDOW", 29, null), new("TCP_FASTOPEN_CONNECT", 30, null),
        new("TCP_ULP", 31, null), new("TCP_MD5SIG_EXT", 32, null), new("TCP_FASTOPEN_KEY", 33, null),
        new("TCP_FASTOPEN_NO_COOKIE", 34, null), new("TCP_ZEROCOPY_RECEIVE", 35, null), new("TCP_INQ", 36, null),
        new("TCP_CM_INQ", 36, null), new("TCP_TX_DELAY", 37, null), new("TCP_NOPUSH", null, 4), new("TCP_NOOPT", null, 8),
        new("TCP_STATS", null, 33), new("TCP_LOG", null, 34), new("TCP_LOGBUF", null, 35), new("TCP_LOGID", null, 36),
        new("TCP_LOGDUMP", null, 37), new("TCP_LOGDUMPID", null, 38), new("TCP_CCALGOOPT", null, 65),
        new("TCP_MAXUNACKTIME", null, 68), new("TCP_IDLE_REDUCE", null, 70), new("TCP_REMOTE_UDP_ENCAPS_PORT", null, 71),
        new("TCP_DELACK", null, 72), new("TCP_FIN_IS_RST", null, 73), new("TCP_LOG_LIMIT", null, 74),
        new("TCP_SHARED_CWND_ALLOWED", null, 75), new("TCP_KEEPINIT", null, 128), new("TCP_PCAP_OUT", null, 2048),
        new("TCP_PCAP_IN", null, 4096), new("TCP_FUNCTION_BLK", null, 8192), new("TCP_FUNCTION_ALIAS", null, 8193),
        // netinet/in.h
        new("IP_TOS", 1, 3), new("IP_TTL", 2, 4), new("IP_HDRINCL", 3, 2), new("IP_OPTIONS", 4, 1), new("IP_RECVOPTS", 6, 5),
        new("IP_MTU_DISCOVER", 10, null), new("IP_RECVERR", 11, null), new("IP_RECVTTL", 12, 65), new("IP_RECVTOS", 13, 68),
        new("IP_MTU", 14, null), new("IP_FREEBIND", 15, null), new("IP_MINTTL", 21, 66), new("IP_BIND_ADDRESS_NO_PORT", 24, null),
        new("IP_DONTFRAG", null, 67), new("IP_BINDANY", null, 24), new("IP_PORTRANGE", null, 19), new("IP_PMTUDISC_DONT", 0, null),
        new("IP_PMTUDISC_WANT", 1, null), new("IP_PMTUDISC_DO", 2, null), new("IP_PMTUDISC_PROBE", 3, null),
        new("IP_PMTUDISC_INTERFACE", 4, null), new("IP_PMTUDISC_OMIT", 5, null), new("IPV6_UNICAST_HOPS", 16, 4),
        new("IPV6_MTU_DISCOVER", 23, null), new("IPV6_MTU", 24, null), new("IPV6_RECVERR", 25, null), new("IPV6_V6ONLY", 26, 27),
        new("IPV6_FLOWINFO_SEND", 33, null), new("IPV6_RECVHOPLIMIT", 51, 37), new("IPV6_HOPLIMIT", 52, 47), new("IPV6_DONTFRAG", 62),
        new("IPV6_RECVTCLASS", 66, 57), new("IPV6_TCLASS", 67, 61), new("IPV6_AUTOFLOWLABEL", 70, 59),
        new("IPV6_USE_MIN_MTU", null, 42),
    ];

    // Bits and commands.
    private static Row[] Flags =>
    [
        // sys/socket.h
        new("MSG_OOB", 1), new("MSG_PEEK", 2), new("MSG_DONTROUTE", 4), new("MSG_CTRUNC", 8, 0x20), new("MSG_PROXY", 0x10, null),
        new("MSG_TRUNC", 0x20, 0x10), new("MSG_DONTWAIT", 0x40, 0x80), new("MSG_EOR", 0x80, 8), new("MSG_WAITALL", 0x100, 0x40),
        new("MSG_FIN", 0x200, null), new("MSG_SYN", 0x400, null), new("MSG_CONFIRM", 0x800, null), new("MSG_RST", 0x1000, null),
        new("MSG_ERRQUEUE", 0x2000, null), new("MSG_NOSIGNAL", 0x4000, 0x20000), new("MSG_MORE", 0x8000, null),
        new("MSG_WAITFORONE", 0x10000, 0x80000), new("MSG_ZEROCOPY", 0x4000000, null), new("MSG_FASTOPEN", 0x20000000, null),
        new("MSG_CMSG_CLOEXEC", 0x40000000, 0x40000), new("MSG_EOF", null, 0x100), new("MSG_NOTIFICATION", null, 0x2000),
        new("MSG_NBIO", null, 0x4000), new("MSG_COMPAT", null, 0x8000),
        // poll.h
        new("POLLIN", 1), new("POLLPRI", 2), new("POLLOUT", 4), new("POLLERR", 8), new("POLLHUP", 0x10), new("POLLNVAL", 0x20),
        new("POLLRDNORM", 0x40), new("POLLRDBAND", 0x80), new("POLLWRNORM", 0x100, 4), new("POLLWRBAND", 0x200, 0x100),
        new("POLLMSG", 0x400, null), new("POLLRDHUP", 0x2000, 0x4000), new("POLLINIGNEOF", null, 0x2000),
        // sys/epoll.h
        new("EPOLLIN", 1, null), new("EPOLLPRI", 2, null), new("EPOLLOUT", 4, null), new("EPOLLERR", 8, null),
        new("EPOLLHUP", 0x10, null), new("EPOLLRDNORM", 0x40, null), new("EPOLLRDBAND", 0x80, null), new("EPOLLWRNORM", 0x100, null),
        new("EPOLLWRBAND", 0x200, null), new("EPOLLMSG", 0x400, null), new("EPOLLRDHUP", 0x2000, null),
        new("EPOLLEXCLUSIVE", 0x10000000, null), new("EPOLLWAKEUP", 0x20000000, null), new("EPOLLONESHOT", 0x40000000, null),
        new("EPOLLET", 0x80000000, null), new("EPOLL_CTL_ADD", 1, null), new("EPOLL_CTL_DEL", 2, null), new("EPOLL_CTL_MOD", 3, null),
        new("EPOLL_CLOEXEC", 0x80000, null),
        // fcntl.h
        new("O_RDONLY", 0), new("O_WRONLY", 1), new("O_RDWR", 2), new("O_ACCMODE", 3), new("O_CREAT", 0x40, 0x200),
        new("O_EXCL", 0x80, 0x800), new("O_TRUNC", 0x200, 0x400), new("O_APPEND", 0x400, 8), new("O_NONBLOCK", 0x800, 4),
        new("O_NDELAY", 0x800, 4), new("O_CLOEXEC", 0x80000, 0x100000), new("F_DUPFD", 0), new("F_GETFD", 1), new("F_SETFD", 2),
        new("F_GETFL", 3), new("F_SETFL", 4), new("F_SETOWN", 8, 6), new("F_GETOWN", 9, 5), new("F_DUPFD_CLOEXEC", 1030, 17),
        new("FD_CLOEXEC", 1),
        // sys/ioctl.h, linux/sockios.h, sys/filio.h
        new("FIONREAD", 0x541B, 0x4004667F), new("FIONBIO", 0x5421, 0x8004667E), new("FIOASYNC", 0x5452, 0x8004667D),
        new("SIOCINQ", 0x541B, null), new("SIOCOUTQ", 0x5411, null), new("SIOCOUTQNSD", 0x894B, null),
        new("SIOCATMARK", 0x8905, 0x40047307), new("FIONWRITE", null, 0x40046677), new("FIONSPACE", null, 0x40046676),
    ];

    // What TCP_INFO reports.
    private static Row[] States =>
    [
        // tcpi_state: linux/tcp_states.h, netinet/tcp_fsm.h
        new("TCP_ESTABLISHED", 1, null), new("TCP_SYN_SENT", 2, null), new("TCP_SYN_RECV", 3, null), new("TCP_FIN_WAIT1", 4, null),
        new("TCP_FIN_WAIT2", 5, null), new("TCP_TIME_WAIT", 6, null), new("TCP_CLOSE", 7, null), new("TCP_CLOSE_WAIT", 8, null),
        new("TCP_LAST_ACK", 9, null), new("TCP_LISTEN", 10, null), new("TCP_CLOSING", 11, null), new("TCPS_CLOSED", null, 0),
        new("TCPS_LISTEN", null, 1), new("TCPS_SYN_SENT", null, 2), new("TCPS_SYN_RECEIVED", null, 3),
        new("TCPS_ESTABLISHED", null, 4), new("TCPS_CLOSE_WAIT", null, 5), new("TCPS_FIN_WAIT_1", null, 6),
        new("TCPS_CLOSING", null, 7), new("TCPS_LAST_ACK", null, 8), new("TCPS_FIN_WAIT_2", null, 9), new("TCPS_TIME_WAIT", null, 10),
        // tcpi_ca_state: linux/tcp.h
        new("TCP_CA_Open", 0, null), new("TCP_CA_Disorder", 1, null), new("TCP_CA_CWR", 2, null), new("TCP_CA_Recovery", 3, null),
        new("TCP_CA_Loss", 4, null), new("TCP_CA_OPEN", 0, null), new("TCP_CA_DISORDER", 1, null), new("TCP_CA_RECOVERY", 3, null),
        new("TCP_CA_LOSS", 4, null),
        // tcpi_options
        new("TCPI_OPT_TIMESTAMPS", 1), new("TCPI_OPT_SACK", 2), new("TCPI_OPT_WSCALE", 4), new("TCPI_OPT_ECN", 8),
        new("TCPI_OPT_ECN_SEEN", 0x10, null), new("TCPI_OPT_SYN_DATA", 0x20, null), new("TCPI_OPT_TOE", null, 0x10),
        new("TCPI_OPT_TFO", null, 0x20),
        // net/tcp.h
        new("TCP_INFINITE_SSTHRESH", 0x7FFFFFFF, null),
    ];

    // errno.h. On both systems the first 34 are those of the first Unix.
    private static Row[] Errors =>
    [
        new("EPERM", 1), new("ENOENT", 2), new("ESRCH", 3), new("EINTR", 4), new("EIO", 5), new("ENXIO", 6), new("E2BIG", 7),
        new("ENOEXEC", 8), new("EBADF", 9), new("ECHILD", 10), new("EAGAIN", 11, 35), new("EWOULDBLOCK", 11, 35), new("ENOMEM", 12),
        new("EACCES", 13), new("EFAULT", 14), new("ENOTBLK", 15), new("EBUSY", 16), new("EEXIST", 17), new("EXDEV", 18),
        new("ENODEV", 19), new("ENOTDIR", 20), new("EISDIR", 21), new("EINVAL", 22), new("ENFILE", 23), new("EMFILE", 24),
        new("ENOTTY", 25), new("ETXTBSY", 26), new("EFBIG", 27), new("ENOSPC", 28), new("ESPIPE", 29), new("EROFS", 30),
        new("EMLINK", 31), new("EPIPE", 32), new("EDOM", 33), new("ERANGE", 34), new("EDEADLK", 35, 11), new("ENAMETOOLONG", 36, 63),
        new("ENOLCK", 37, 77), new("ENOSYS", 38, 78), new("ENOTEMPTY", 39, 66), new("ELOOP", 40, 62), new("ENOMSG", 42, 83),
        new("EIDRM", 43, 82), new("EPROTO", 71, 92), new("EBADMSG", 74, 89), new("EOVERFLOW", 75, 84), new("EILSEQ", 84, 86),
        new("EUSERS", 87, 68), new("ENOTSOCK", 88, 38), new("EDESTADDRREQ", 89, 39), new("EMSGSIZE", 90, 40),
        new("EPROTOTYPE", 91, 41), new("ENOPROTOOPT", 92, 42), new("EPROTONOSUPPORT", 93, 43), new("ESOCKTNOSUPPORT", 94, 44),
        new("EOPNOTSUPP", 95, 45), new("ENOTSUP", 95, 45), new("EPFNOSUPPORT", 96, 46), new("EAFNOSUPPORT", 97, 47),
        new("EADDRINUSE", 98, 48), new("EADDRNOTAVAIL", 99, 49), new("ENETDOWN", 100, 50), new("ENETUNREACH", 101, 51),
        new("ENETRESET", 102, 52), new("ECONNABORTED", 103, 53), new("ECONNRESET", 104, 54), new("ENOBUFS", 105, 55),
        new("EISCONN", 106, 56), new("ENOTCONN", 107, 57), new("ESHUTDOWN", 108, 58), new("ETOOMANYREFS", 109, 59),
        new("ETIMEDOUT", 110, 60), new("ECONNREFUSED", 111, 61), new("EHOSTDOWN", 112, 64), new("EHOSTUNREACH", 113, 65),
        new("EALREADY", 114, 37), new("EINPROGRESS", 115, 36), new("ESTALE", 116, 70), new("EDQUOT", 122, 69),
        new("ECANCELED", 125, 85),
    ];
}
