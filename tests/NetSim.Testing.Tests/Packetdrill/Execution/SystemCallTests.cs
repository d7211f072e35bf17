namespace NetSim.Testing.Tests.Packetdrill.Execution;

public sealed class SystemCallTests
{
    [Fact]
    public void Results_and_errors_are_compared()
    {
        Drill.Fails("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = 5", 2, "listen: expected 5, got 0");
        Drill.Fails(
            Drill.Connection + "+0 recv(4, ..., 10, MSG_DONTWAIT) = -1 ECONNRESET", 9, "recv: expected ECONNRESET, got EAGAIN");
        Drill.Fails(Drill.Connection + "+0 close(9) = 0", 9, "close: expected 0, got -1 EBADF");
        Drill.Passes(Drill.Connection + "+0 recv(4, ..., 10, MSG_DONTWAIT) = -1 EWOULDBLOCK");
        Drill.Passes("--non_fatal=syscall\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, 1) = 5");
    }

    [Fact]
    public void Data_is_read_peeked_at_and_counted() => Drill.Passes(Drill.Connection + """
        +0 < P. 1:1001(1000) ack 1 win 65535
        +0 ioctl(4, FIONREAD, [1000]) = 0
        +0 ioctl(4, SIOCINQ, [1000]) = 0
        +0 recv(4, ..., 100, MSG_PEEK) = 100
        +0 read(4, ..., 100) = 100
        +0 readv(4, [{..., 100}, {..., 200}], 2) = 300
        +0 recvfrom(4, ..., 100, 0, ..., ...) = 100
        +0 recvmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 1000}], msg_flags=0}, 0) = 500
        +0 recv(4, ..., 100, MSG_DONTWAIT) = -1 EAGAIN (Resource temporarily unavailable)
        +0 < F. 1001:1001(0) ack 1 win 65535
        +0 read(4, ..., 100) = 0
        """);

    [Fact]
    public void A_wrong_count_of_an_ioctl_fails() =>
        Drill.Fails(Drill.Connection + "+0 ioctl(4, FIONREAD, [5]) = 0", 9, "ioctl: expected 5, got 0");

    [Fact]
    public void Data_is_written_in_several_ways() => Drill.Passes(Drill.Connection + """
        +0 setsockopt(4, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0
        +0 writev(4, [{..., 100}, {..., 200}], 2) = 300
        +0 > P. 1:301(300) ack 1
        +0 send(4, ..., 100, MSG_NOSIGNAL) = 100
        +0 > P. 301:401(100) ack 1
        +0 sendto(4, ..., 100, 0, ..., ...) = 100
        +0 > P. 401:501(100) ack 1
        +0 sendmsg(4, {msg_name(...)=..., msg_iov(1)=[{..., 100}], msg_flags=0}, 0) = 100
        +0 > P. 501:601(100) ack 1
        +0 ioctl(4, SIOCOUTQ, [600]) = 0
        """);

    [Fact]
    public void More_to_come_keeps_a_small_segment_back() => Drill.Passes(Drill.Connection + """
        +0 send(4, ..., 100, MSG_MORE) = 100
        +.1 send(4, ..., 100, 0) = 100
        +0 > P. 1:201(200) ack 1
        """);

    [Fact]
    public void A_corked_socket_sends_when_the_cork_is_pulled() => Drill.Passes(Drill.Connection + """
        +0 setsockopt(4, IPPROTO_TCP, TCP_CORK, [1], 4) = 0
        +0 write(4, ..., 100) = 100
        +.1 setsockopt(4, IPPROTO_TCP, TCP_CORK, [0], 4) = 0
        +0 > P. 1:101(100) ack 1
        """);

    [Fact]
    public void A_call_that_blocks_returns_at_its_time()
    {
        Drill.Passes(Drill.Connection + """
            +0...0.3 read(4, ..., 100) = 10
            +.3 < P. 1:11(10) ack 1 win 65535
            """);
        Drill.Fails(
            Drill.Connection + """
            +0...0.5 read(4, ..., 100) = 10
            +.3 < P. 1:11(10) ack 1 win 65535
            +1 close(4) = 0
            """,
            9,
            "timing error: expected read to return at 0.6 s but happened at 0.4 s; tolerance 0.025 s");
        Drill.Fails(Drill.Connection + "+0...0.5 read(4, ..., 100) = 10", 9, "read does not return at 0.6 s");
        Drill.Fails(
            Drill.Connection + """
            +0...0.3 read(4, ..., 100) = 11
            +.3 < P. 1:11(10) ack 1 win 65535
            """,
            9,
            "read: expected 11, got 10");
    }

    [Fact]
    public void All_that_was_asked_for_is_waited_for_on_request() => Drill.Passes(Drill.Connection + """
        +0...0.2 recv(4, ..., 20, MSG_WAITALL) = 20
        +.1 < P. 1:11(10) ack 1 win 65535
        +.1 < P. 11:21(10) ack 1 win 65535
        """);

    [Fact]
    public void A_full_send_buffer_blocks_or_takes_a_part() => Drill.Passes(Drill.Connection + """
        +0 setsockopt(4, SOL_SOCKET, SO_SNDBUF, [3000], 4) = 0
        +0 getsockopt(4, SOL_SOCKET, SO_SNDBUF, [6000], [4]) = 0
        +0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 write(4, ..., 5000) = 3000
        +0 write(4, ..., 5000) = -1 EAGAIN
        +0 > P. 1:3001(3000) ack 1
        +0 fcntl(4, F_SETFL, O_RDWR) = 0
        +0...0.1 write(4, ..., 1000) = 1000
        +.1 < . 1:1(0) ack 3001 win 65535
        +0 > P. 3001:4001(1000) ack 1
        """);

    [Fact]
    public void Accept_without_a_connection_blocks_or_tells_so() => Drill.Passes("""
        0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP) = 3
        +0 fcntl(3, F_GETFL) = O_RDWR|O_NONBLOCK
        +0 bind(3, ..., ...) = 0
        +0 listen(3, 1) = 0
        +0 accept(3, ..., ...) = -1 EAGAIN
        +0 getsockopt(3, SOL_SOCKET, SO_ACCEPTCONN, [1], [4]) = 0
        +0 getsockopt(3, SOL_SOCKET, SO_TYPE, [SOCK_STREAM], [4]) = 0
        """);

    [Fact]
    public void Connecting_twice_tells_how_far_it_is() => Drill.Passes("""
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS
        +0 connect(3, ..., ...) = -1 EALREADY
        +0 > S 0:0(0) <...>
        +.1 < S. 0:0(0) ack 1 win 5840 <mss 1000>
        +0 > . 1:1(0) ack 1
        +0 connect(3, ..., ...) = 0
        +0 connect(3, ..., ...) = -1 EISCONN
        """);

    [Fact]
    public void A_reset_is_told_once() => Drill.Passes(Drill.Connection + """
        +0 < R. 1:1(0) ack 1 win 0
        +0 getsockopt(4, SOL_SOCKET, SO_ERROR, [ECONNRESET], [4]) = 0
        +0 read(4, ..., 10) = 0
        +0 write(4, ..., 10) = -1 EPIPE
        """);

    [Fact]
    public void Closing_with_no_time_to_linger_resets() => Drill.Passes(Drill.Connection + """
        +0 setsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
        +0 getsockopt(4, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, [8]) = 0
        +0 close(4) = 0
        +0 > R. 1:1(0) ack 1
        """);

    [Fact]
    public void Shutting_down_sends_a_fin_and_closing_later_does_not() => Drill.Passes(Drill.Connection + """
        +0 shutdown(4, SHUT_WR) = 0
        +0 > F. 1:1(0) ack 1
        +0 write(4, ..., 1) = -1 EPIPE
        +.1 < . 1:1(0) ack 2 win 65535
        +0 < P. 1:11(10) ack 2 win 65535
        +0 read(4, ..., 10) = 10
        +0 close(4) = 0
        """);

    [Fact]
    public void Poll_tells_what_a_socket_is_ready_for() => Drill.Passes(Drill.Connection + """
        +0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLOUT}], 1, 0) = 1
        +0 poll([{fd=4, events=POLLIN, revents=0}], 1, 0) = 0
        +0...0.05 poll([{fd=4, events=POLLIN, revents=0}], 1, 50) = 0
        +.1...0.2 poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 1000) = 1
        +.1 < P. 1:11(10) ack 1 win 65535
        """);

    [Fact]
    public void Poll_with_other_events_fails() => Drill.Fails(
        Drill.Connection + "+0 poll([{fd=4, events=POLLIN|POLLOUT, revents=POLLIN|POLLOUT}], 1, 0) = 1",
        9,
        "poll: expected the events 0x5 of file descriptor 4, got 0x4");

    [Fact]
    public void Epoll_watches_sockets() => Drill.Passes(Drill.Connection + """
        +0 epoll_create(1) = 5
        +0 epoll_ctl(5, EPOLL_CTL_ADD, 4, {events=EPOLLIN, fd=4}) = 0
        +0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 0
        +0 < P. 1:11(10) ack 1 win 65535
        +0 epoll_wait(5, {events=EPOLLIN, fd=4}, 1, 0) = 1
        +0 epoll_ctl(5, EPOLL_CTL_DEL, 4, {events=EPOLLIN, fd=4}) = 0
        """);

    [Theory]
    [InlineData("SOL_SOCKET", "SO_KEEPALIVE", 1, 1)]
    [InlineData("SOL_SOCKET", "SO_RCVBUF", 10_000, 20_000)]    // Linux doubles it
    [InlineData("SOL_SOCKET", "SO_RCVBUF", 100, 2_304)]        // and has a least
    [InlineData("SOL_SOCKET", "SO_RCVLOWAT", 5, 5)]
    [InlineData("SOL_SOCKET", "SO_PRIORITY", 3, 3)]
    [InlineData("SOL_TCP", "TCP_NODELAY", 1, 1)]
    [InlineData("SOL_TCP", "TCP_KEEPIDLE", 10, 10)]
    [InlineData("SOL_TCP", "TCP_KEEPINTVL", 10, 10)]
    [InlineData("SOL_TCP", "TCP_KEEPCNT", 3, 3)]
    [InlineData("SOL_TCP", "TCP_USER_TIMEOUT", 3000, 3000)]
    [InlineData("SOL_TCP", "TCP_SYNCNT", 3, 3)]
    [InlineData("SOL_TCP", "TCP_LINGER2", 3, 3)]
    [InlineData("IPPROTO_IP", "IP_TTL", 5, 5)]
    [InlineData("IPPROTO_IP", "IP_TOS", 0x10, 0x10)]
    public void Options_are_set_and_read(string level, string option, int set, int read) => Drill.Passes($"""
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 setsockopt(3, {level}, {option}, [{set}], 4) = 0
        +0 getsockopt(3, {level}, {option}, [{read}], [4]) = 0
        """);

    [Fact]
    public void Options_reach_the_wire() => Drill.Passes("""
        `sysctl -q -w net.ipv4.tcp_timestamps=0`
        0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
        +0 setsockopt(3, SOL_TCP, TCP_MAXSEG, [1000], 4) = 0
        +0 setsockopt(3, IPPROTO_IP, IP_TTL, [5], 4) = 0
        +0 setsockopt(3, IPPROTO_IP, IP_TOS, [0x10], 4) = 0
        +0 setsockopt(3, SOL_TCP, TCP_CONGESTION, "cubic", 5) = 0
        +0 getsockopt(3, SOL_TCP, TCP_CONGESTION, "cubic", [16]) = 0
        +0 setsockopt(3, SOL_TCP, TCP_KEEPCNT, [0], 4) = -1 EINVAL
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS
        +0 > (ttl 5, tos 0x10) S 0:0(0) <mss 1000,nop,nop,sackOK,nop,wscale 7>
        """);

    [Fact]
    public void An_option_with_another_value_fails() => Drill.Fails(
        "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 getsockopt(3, SOL_TCP, TCP_NODELAY, [1], [4]) = 0",
        2,
        "getsockopt: expected TCP_NODELAY = 1, got 0");

    [Fact]
    public void Udp_sockets_send_receive_and_hear_of_errors() => Drill.Passes("""
        0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
        +0 bind(3, ..., ...) = 0
        +0 connect(3, ..., ...) = 0
        +0 write(3, ..., 100) = 100
        +0 > udp (100)
        +.1 < udp (50)
        +0 recv(3, ..., 1000, MSG_PEEK) = 50
        +0 read(3, ..., 20) = 20
        +0 sendto(3, ..., 10, 0, ..., ...) = 10
        +0 > udp (10)
        +.1 < [udp (10)] icmp unreachable port_unreachable
        +0 read(3, ..., 1000) = -1 ECONNREFUSED
        +0...0.1 read(3, ..., 1000) = 5
        +.1 < udp (5)
        +0 recv(3, ..., 1000, MSG_DONTWAIT) = -1 EAGAIN
        +0 close(3) = 0
        +.1 < udp (5)
        +0 > icmp unreachable port_unreachable
        """);

    [Fact]
    public void A_datagram_of_another_length_fails() => Drill.Fails(
        """
        0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3
        +0 connect(3, ..., ...) = 0
        +0 write(3, ..., 100) = 100
        +0 > udp (90)
        """,
        4,
        "payload length: expected 90, got 100");

    [Fact]
    public void Names_of_sockets_are_compared() => Drill.Passes(Drill.Connection + """
        +0 getsockname(4, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.168.0.1")}, ...) = 0
        +0 getpeername(4, ..., ...) = 0
        +0 getpeername(3, ..., ...) = -1 ENOTCONN
        """);

    [Fact]
    public void The_urgent_octet_is_read_apart() => Drill.Passes(Drill.Connection + """
        +0 < PU. 1:11(10) ack 1 win 65535 urg 10
        +0 read(4, ..., 100) = 9
        +0 ioctl(4, SIOCATMARK, ...) = 0
        +0 recv(4, ..., 1, MSG_OOB) = 1
        """);
}
