using System.Net.Sockets;
using NetSim.Kernel;
using NetSim.Links;
using NetSim.Packets.Dhcp;
using NetSim.Sockets;
using NetSim.Stack;
using NetSim.Stack.Ipv4;
using NetSim.Tracing;

namespace NetSim.Services.Dhcp;

/// <summary>Leases the address of an interface from a DHCP server, and keeps the lease (RFC 2131 §4.4).</summary>
/// <remarks>
/// Deviates: RFC 2131 §3.1 (5) would have the client probe a new address by ARP before it is BOUND. It is BOUND at once, and where
/// <see cref="Stack.Arp.ArpOptions.Probes"/> is set the packets of the host wait for the probes; else it trusts the server.
/// </remarks>
public sealed partial class DhcpClient
{
    /// <summary>How many Discovers or Requests go unanswered, or are refused in a row, before the client gives up for a while.</summary>
    public const int MaxTries = 4;

    private static readonly Duration PauseTime = 5.Minutes; // dhclient's retry interval

    private readonly HostSockets _sockets;
    private readonly HostStack _stack;
    private readonly Ipv4Interface _interface;
    private readonly RandomStream _random;
    private readonly List<PendingOperation<DhcpLease>> _waiters = [];

    private readonly SimTimer _retransmission;      // of a Discover, or of a Request in REQUESTING (RFC 2131 §4.1)
    private readonly SimTimer _renewal;             // T1 (RFC 2131 §4.4.5)
    private readonly SimTimer _rebinding;           // T2
    private readonly SimTimer _leaseRetransmission; // of a Request in RENEWING or REBINDING
    private readonly SimTimer _expiry;              // the end of the lease
    private readonly SimTimer _declined;            // until a new start after a Decline (RFC 2131 §3.1 (5))
    private readonly SimTimer _pause;               // until the next attempt after one that failed

    private UdpSocket? _socket;      // null while the client is not started
    private uint _transactionId;     // xid
    private SimTime _begunAt;        // what secs counts from
    private ushort _discoverSeconds; // secs of the Discover, which the Request that takes an offer repeats (RFC 2131 §3.1)
    private SimTime _requestedAt;    // when the last Request was sent
    private int _tries;              // Discovers or Requests of this state
    private int _refusals;           // Naks since the client was last BOUND
    private int _declines;           // Declines in a row
    private DhcpMessage? _offer;     // the offer that was taken, in REQUESTING
    private PduEvent? _lastSent;     // what a retransmission is caused by
    private PduEvent? _granted;      // what a renewal is caused by

    internal DhcpClient(HostSockets sockets, Ipv4Interface ipv4Interface)
    {
        _sockets = sockets;
        _stack = sockets.Stack;
        _interface = ipv4Interface;
        var simulation = _stack.Simulation;
        _random = simulation.Random($"{_stack.Name} dhcp");
        _retransmission = new SimTimer(simulation, OnRetransmission);
        _renewal = new SimTimer(simulation, OnRenewalTime) { IsBackground = true };
        _rebinding = new SimTimer(simulation, OnRebindingTime) { IsBackground = true };
        _leaseRetransmission = new SimTimer(simulation, OnLeaseRetransmission) { IsBackground = true };
        _expiry = new SimTimer(simulation, OnLeaseExpired) { IsBackground = true };
        _pause = new SimTimer(simulation, Begin) { IsBackground = true };
        _declined = new SimTimer(simulation, Begin);
        _stack.Ipv4.AddressConflicted += OnAddressConflicted;
        _stack.Ethernet.LinkChanged += OnLinkChanged;
    }

    /// <summary>Raised when a lease is granted, extended or lost.</summary>
    public event EventHandler? LeaseChanged;

    /// <summary>The state.</summary>
    public DhcpClientState State { get; private set; }

    /// <summary>The lease, or null while there is none.</summary>
    public DhcpLease? Lease { get; private set; }

    /// <summary>Starts to look for a server. Nothing happens if the client is started.</summary>
    /// <exception cref="SocketException">UDP port 68 of the host is in use.</exception>
    public void Start()
    {
        if (_socket is not null)
            return;
        _stack.Simulation.EnsureOnThread();
        _socket = _sockets.BindUdp(DhcpMessage.ClientPort);
        _refusals = 0;
        _declines = 0;
        UdpService.Start(_stack.Simulation, _socket, OnMessage);
        Begin();
    }

    /// <summary>Completes when the client has a lease: at once where it has one. A client that pauses after a failure tries again now.</summary>
    /// <exception cref="SocketException">No server answered, or every offer was refused (<see cref="SocketError.TimedOut"/>).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">The client is not started.</exception>
    public Task<DhcpLease> WaitForLeaseAsync(CancellationToken cancellationToken = default)
    {
        _stack.Simulation.EnsureOnThread();
        cancellationToken.ThrowIfCancellationRequested();
        if (Lease is { } lease)
            return Task.FromResult(lease);
        if (_socket is null)
            throw new InvalidOperationException($"{_stack.Name}: the DHCP client is not started. Call Start first.");

        _waiters.RemoveAll(other => other.IsCompleted);
        var waiter = new PendingOperation<DhcpLease>(_stack.Simulation, _stack.Name, "waits for a DHCP lease on", _interface.NetworkInterface.Name);
        _waiters.Add(waiter);
        waiter.CancelWith(cancellationToken);
        if (_pause.IsRunning)
            Begin();
        return waiter.Task;
    }

    /// <summary>Gives the address back to the server (RFC 2131 §4.4.6), and stops until <see cref="Start"/> is called.</summary>
    /// <remarks>Where ARP has to look for the server first, the interface keeps the address for that second.</remarks>
    public void Release()
    {
        if (_socket is not { } socket)
            return;
        _stack.Simulation.EnsureOnThread();
        if (Lease is { } lease)
            SendRelease(lease);
        TransitionTo(DhcpClientState.Init);
        socket.Dispose();
        _socket = null;
        FailWaiters(SocketErrors.Create(SocketError.OperationAborted, $"{_stack.Name}: the DHCP client was stopped before it had a lease."));
    }

    /// <summary>Such as <c>Client FastEthernet0 DHCP client BOUND</c>.</summary>
    public override string ToString() => $"{_interface.NetworkInterface} DHCP client {State.ToText()}";

    private void TransitionTo(DhcpClientState state)
    {
        if (!IsAllowed(State, state))
            throw new InvalidOperationException($"{this} cannot go to {state.ToText()}.");
        var isChange = State != state;
        State = state;
        _retransmission.Stop();
        _leaseRetransmission.Stop();
        _pause.Stop();
        _declined.Stop();
        if (state is DhcpClientState.Bound)
        {
            StartLeaseTimers(Lease!);
        }
        else if (state is DhcpClientState.Init)
        {
            _renewal.Stop();
            _rebinding.Stop();
            _expiry.Stop();
        }

        if (isChange)
            _stack.Trace?.State(StateTable.DhcpClient, _interface.NetworkInterface.Name, state.ToText());
    }

    /// <summary>RFC 2131 §4.4, figure 5; every state can fall back to INIT.</summary>
    private static bool IsAllowed(DhcpClientState from, DhcpClientState to) => to switch
    {
        DhcpClientState.Init => true,
        DhcpClientState.Selecting => from is DhcpClientState.Init,
        DhcpClientState.Requesting => from is DhcpClientState.Selecting,
        DhcpClientState.Bound => from is DhcpClientState.Requesting or DhcpClientState.Renewing or DhcpClientState.Rebinding,
        DhcpClientState.Renewing => from is DhcpClientState.Bound,
        DhcpClientState.Rebinding => from is DhcpClientState.Renewing,
        _ => false,
    };

    /// <summary>A cable that is plugged in may lead to a server: a client without a lease does not wait any longer.</summary>
    private void OnLinkChanged(NetworkInterface networkInterface)
    {
        if (_socket is not null && Lease is null && networkInterface == _interface.NetworkInterface && networkInterface.Link is not null)
            Begin();
    }

    private void LoseAddress()
    {
        Lease = null;
        _stack.Ipv4.Deconfigure(_interface);
        LeaseChanged?.Invoke(this, EventArgs.Empty);
    }

    private void CompleteWaiters(DhcpLease lease)
    {
        foreach (var waiter in TakeWaiters())
            waiter.TryComplete(lease);
    }

    private void FailWaiters(SocketException error)
    {
        foreach (var waiter in TakeWaiters())
            waiter.TryFail(error);
    }

    /// <summary>Whoever resumes may wait again at once.</summary>
    private PendingOperation<DhcpLease>[] TakeWaiters()
    {
        var waiters = _waiters.ToArray();
        _waiters.Clear();
        return waiters;
    }
}
