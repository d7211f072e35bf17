namespace NetSim.Tracing;

/// <content>HTTP's client.</content>
public partial class Reason
{
    /// <summary>{0}: URL, {1}: host, {2}: port, {3}: target.</summary>
    public static readonly Reason HttpTakesUrlApart = New("The browser takes {0} apart: {3} is asked of the host {1} on port {2}.");

    /// <summary>{0}: server.</summary>
    public static readonly Reason HttpConnects = New("The browser has no connection to {0}: it opens one.");

    /// <summary>{0}: target, {1}: host.</summary>
    public static readonly Reason HttpRequests = New("The browser asks for {0} of {1}. It wants the connection to end after the response (Connection: close).");

    /// <summary>{0}: status, {1}: octets.</summary>
    public static readonly Reason HttpIsCompleteByLength = New("The response {0} is complete: all {1:octet|octets} that its Content-Length announced have come.");

    /// <summary>{0}: status, {1}: octets.</summary>
    public static readonly Reason HttpIsCompleteByChunk = New("The response {0} is complete: its last chunk has come, after {1:octet|octets} in all.");

    /// <summary>{0}: status, {1}: octets.</summary>
    public static readonly Reason HttpIsCompleteByClose = New("The response {0} is complete: it had no length, and the server has closed after {1:octet|octets}.");

    /// <summary>{0}: status.</summary>
    public static readonly Reason HttpHasNoContent = New("The response {0} is complete with its head: this status has no content.");

    /// <summary>No values.</summary>
    public static readonly Reason HttpBrowserCloses = New("The browser has the whole response and needs the connection no more: it closes its side.");
}

/// <content>HTTP's server.</content>
public partial class Reason
{
    /// <summary>{0}: method, {1}: path.</summary>
    public static readonly Reason HttpFindsRoute = New("The HTTP server has something at {1}, and {0} is allowed there.");

    /// <summary>{0}: path.</summary>
    public static readonly Reason HttpFindsNothing = New("The HTTP server has nothing at {0}: the answer is 404.");

    /// <summary>{0}: path, {1}: method, {2}: methods that are allowed.</summary>
    public static readonly Reason HttpRefusesMethod = New("The HTTP server allows {2} at {0}, and not {1}: the answer is 405.");

    /// <summary>{0}: what is wrong, {1}: status, {2}: its phrase.</summary>
    public static readonly Reason HttpRefusesRequest = New("The HTTP server does not take the request ({0}): it answers {1} {2}, and closes, as it cannot tell where the next would start.");

    /// <summary>{0}: path, {1}: exception.</summary>
    public static readonly Reason HttpHandlerFails = New("The handler of {0} failed ({1}): the answer is 500.");

    /// <summary>No values.</summary>
    public static readonly Reason HttpContinues = New("The client asks first whether it may send its content: the HTTP server tells it to go on.");

    /// <summary>{0}: status, {1}: phrase, {2}: octets.</summary>
    public static readonly Reason HttpRespondsAndKeeps = New("The HTTP server answers {0} {1} with {2:octet|octets} of content, and keeps the connection for further requests.");

    /// <summary>{0}: status, {1}: phrase, {2}: octets.</summary>
    public static readonly Reason HttpRespondsAndCloses = New("The HTTP server answers {0} {1} with {2:octet|octets} of content. It is the last on this connection (Connection: close).");

    /// <summary>No values.</summary>
    public static readonly Reason HttpIsClosed = New("The client has closed its side, and everything is answered: the HTTP server closes, too.");

    /// <summary>{0}: grace period.</summary>
    public static readonly Reason HttpClosesItself = New("The client has not closed its side within {0} after the last response: the HTTP server closes first.");

    /// <summary>{0}: timeout.</summary>
    public static readonly Reason HttpIdles = New("No request has come for {0}: the HTTP server closes the connection.");
}
