namespace NetSim.Tracing;

/// <content>DHCP's client.</content>
public partial class Reason
{
    /// <summary>{0}: try, {1}: tries.</summary>
    public static readonly Reason DhcpDiscovers = New("The DHCP client has no address and knows no server: it broadcasts a Discover to all of them (try {0} of {1}).");

    /// <summary>{0}: try, {1}: tries.</summary>
    public static readonly Reason DhcpDiscoversAgain = New("No DHCP server has answered: the client broadcasts the Discover again (try {0} of {1}).");

    /// <summary>{0}: server, {1}: address.</summary>
    public static readonly Reason DhcpTakesOffer = New("The DHCP server {0} offers {1}. It is the first offer, so the client takes it: it is now REQUESTING.");

    /// <summary>{0}: address, {1}: server.</summary>
    public static readonly Reason DhcpRequests = New("The DHCP client asks {1} for {0}. The Request is broadcast, so that other servers see that their offers are not taken.");

    /// <summary>{0}: address, {1}: server, {2}: try, {3}: tries.</summary>
    public static readonly Reason DhcpRequestsAgain = New("The DHCP server {1} has not answered: the client broadcasts the Request for {0} again (try {2} of {3}).");

    /// <summary>{0}: address with prefix, {1}: server, {2}: lease time, {3}: T1, {4}: T2.</summary>
    public static readonly Reason DhcpIsBound = New("The DHCP server {1} grants {0} for {2}: the client is BOUND. It asks to extend the lease after {3} (T1).");

    /// <summary>{0}: address with prefix, {1}: server, {2}: lease time, {3}: T1, {4}: T2.</summary>
    public static readonly Reason DhcpIsExtended = New("The DHCP server {1} extends the lease of {0}: {2} from the request on. The client is BOUND again, and asks next after {3} (T1).");

    /// <summary>{0}: server, {1}: why.</summary>
    public static readonly Reason DhcpIsRefused = New("The DHCP server {0} refuses ({1}): the client may not use the address, and begins again in INIT.");

    /// <summary>{0}: address, {1}: server, {2}: T1.</summary>
    public static readonly Reason DhcpRenews = New("T1 ({2}) of the lease is over: the client is RENEWING, and asks its server {1} alone, by unicast, to extend {0}.");

    /// <summary>{0}: address, {1}: server.</summary>
    public static readonly Reason DhcpRenewsAgain = New("The DHCP server {1} has not answered: the client asks it again to extend {0}.");

    /// <summary>{0}: address, {1}: server, {3}: T2.</summary>
    public static readonly Reason DhcpRebinds = New("T2 ({3}) of the lease is over and {1} has not answered: the client is REBINDING, and asks any server, by broadcast, to extend {0}.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason DhcpRebindsAgain = New("No DHCP server has answered: the client asks all of them again to extend {0}.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason DhcpLeaseExpires = New("The lease is over and no server has extended it: the client gives up {0}, and begins again in INIT.");

    /// <summary>{0}: address, {1}: server, {2}: time.</summary>
    public static readonly Reason DhcpDeclines = New("Another host has {0}: the DHCP client declines it, so that {1} sets it aside. It begins again in INIT after {2}.");

    /// <summary>{0}: address, {1}: server.</summary>
    public static readonly Reason DhcpReleases = New("The DHCP client needs {0} no more: it gives it back to {1}. No answer is expected.");
}

/// <content>DHCP's server.</content>
public partial class Reason
{
    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpChoosesReservation = New("{1} is reserved for the client {0}: the DHCP server chooses it.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpChoosesFormer = New("The client {0} has or had {1}, and nobody else has it: the DHCP server chooses it again.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpChoosesRequested = New("The client {0} wishes for {1}, and it is free: the DHCP server chooses it.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpChoosesNextFree = New("The client {0} is new: the DHCP server chooses {1}, the next free address of its pool.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpChoosesOldest = New("The client {0} is new and every address was used before: the DHCP server chooses {1}, which has been free for longest.");

    /// <summary>{0}: address, {1}: lease time, {2}: how long the offer is held.</summary>
    public static readonly Reason DhcpOffers = New("The DHCP server offers {0} for {1}. It keeps the address for this client for {2}.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpGrants = New("The client {0} takes the offer of {1}: the DHCP server grants it.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpConfirms = New("The client {0} asks after a restart whether {1} is still its own: it is.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpExtends = New("The client {0} asks to extend its lease of {1}, and nobody else has it: the DHCP server extends it.");

    /// <summary>{0}: address, {1}: lease time.</summary>
    public static readonly Reason DhcpAcknowledges = New("The DHCP server acknowledges {0} for {1}.");

    /// <summary>{0}: client, {1}: the other server.</summary>
    public static readonly Reason DhcpLosesToOther = New("The client {0} takes the offer of another server, {1}: this one keeps its address for others.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpRefusesUnknown = New("The client {0} asks for {1}, which was not offered to it, or not in time: the DHCP server refuses.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpRefusesTaken = New("The client {0} asks for {1}, which is not its own: the DHCP server refuses.");

    /// <summary>{0}: client, {1}: address, {2}: subnet.</summary>
    public static readonly Reason DhcpRefusesSubnet = New("The client {0} asks for {1}, which is not in this subnet {2}: the DHCP server refuses.");

    /// <summary>{0}: why.</summary>
    public static readonly Reason DhcpSendsNak = New("The Nak says: {0}. It is broadcast, for the client's address is in doubt.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpIsGivenBack = New("The client {0} gives {1} back: the DHCP server ends the lease, and remembers whose it was.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly Reason DhcpIsDeclined = New("The client {0} found {1} in use: the DHCP server sets the address aside for {2}.");

    /// <summary>{0}: client.</summary>
    public static readonly Reason DhcpInforms = New("The client {0} has an address already, and asks for the network's parameters only: the DHCP server tells them.");

    /// <summary>No values.</summary>
    public static readonly Reason DhcpRepliesByBroadcast = New("The client cannot take unicast before it has an address (its broadcast flag is set): the reply is broadcast.");

    /// <summary>{0}: address.</summary>
    public static readonly Reason DhcpRepliesToAddress = New("The client has the address {0}: the reply goes there.");

    /// <summary>{0}: address, {1}: MAC address.</summary>
    public static readonly Reason DhcpRepliesToMac = New("The client takes unicast before it has the address: the reply goes to {0} at {1}, without ARP.");
}

/// <content>DHCP.</content>
public sealed partial class DropReason
{
    /// <summary>{0}: tries, {1}: message type, {2}: pause.</summary>
    public static readonly DropReason DhcpNobodyAnswers = New("No DHCP server answered {0} times: the client gives up its {1}, tells who waits, and begins again in {2}.");

    /// <summary>{0}: transaction, {1}: client.</summary>
    public static readonly DropReason DhcpNotForThisClient = New("The message belongs to transaction {0} of the client {1}, not to this client's: it is ignored.");

    /// <summary>No values.</summary>
    public static readonly DropReason DhcpNoServerIdentifier = New("The message does not say which server sent it: the client ignores it, as it could not answer.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason DhcpLaterOffer = New("The client has taken another offer already: it ignores this one of {0}.");

    /// <summary>{0}: message type, {1}: state.</summary>
    public static readonly DropReason DhcpNotAwaited = New("The client is {1} and awaits no {0}: it ignores the message.");

    /// <summary>{0}: server, {1}: chosen server.</summary>
    public static readonly DropReason DhcpOtherServer = New("The message is from {0}, and the client has chosen {1}: it ignores the message.");

    /// <summary>{0}: address granted, {1}: address asked for.</summary>
    public static readonly DropReason DhcpOtherAddress = New("The server grants {0}, and the client asked for {1}: it ignores the message, and will ask again.");

    /// <summary>{0}: mask.</summary>
    public static readonly DropReason DhcpBadMask = New("The subnet mask {0} is missing or not ones followed by zeros: the client ignores the message.");

    /// <summary>{0}: address.</summary>
    public static readonly DropReason DhcpBadAddress = New("{0} is no address that a host can have: the client ignores the message.");

    /// <summary>No values.</summary>
    public static readonly DropReason DhcpNoLeaseTime = New("The message does not say how long the lease lasts: the client ignores it.");

    /// <summary>{0}: router.</summary>
    public static readonly DropReason DhcpBadRouter = New("The router {0} is no address that a host can have: the client ignores the message.");

    /// <summary>{0}: message type.</summary>
    public static readonly DropReason DhcpNotForServer = New("A DHCP server takes no {0}: it ignores the message.");

    /// <summary>{0}: relay agent.</summary>
    public static readonly DropReason DhcpRelayed = New("The relay agent {0} asks for a client of another subnet, for which this server has no pool: it ignores the message.");

    /// <summary>{0}: client, {1}: first address, {2}: last address.</summary>
    public static readonly DropReason DhcpPoolEmpty = New("No address from {1} to {2} is free: the DHCP server does not answer {0}. The client will try again, or another server.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly DropReason DhcpUnknownClient = New("The DHCP server knows nothing of {0} and its address {1}; another server may: it does not answer.");

    /// <summary>{0}: client, {1}: address.</summary>
    public static readonly DropReason DhcpNotItsAddress = New("{1} is not an address of the client {0} from this server: the message is ignored.");

    /// <summary>{0}: client.</summary>
    public static readonly DropReason DhcpNoAddressAsked = New("The Request of {0} names no address: the DHCP server ignores it.");
}
