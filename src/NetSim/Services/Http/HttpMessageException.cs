namespace NetSim.Services.Http;

/// <summary>An HTTP message is malformed, cut short or larger than accepted.</summary>
public sealed class HttpMessageException : IOException
{
    /// <summary>An exception with this message.</summary>
    /// <param name="message">What is wrong with which message.</param>
    public HttpMessageException(string message)
        : base(message)
    {
    }

    internal HttpMessageException(int statusCode, string message)
        : base(message)
    {
        StatusCode = statusCode;
    }

    /// <summary>What a server answers to such a request.</summary>
    internal int StatusCode { get; } = HttpStatus.BadRequest;
}
