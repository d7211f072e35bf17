namespace NetSim.Services.Http;

/// <summary>The status codes that the server uses by itself, and their phrases (RFC 9110 §15, RFC 6585 §5).</summary>
internal static class HttpStatus
{
    public const int Continue = 100;
    public const int Ok = 200;
    public const int NoContent = 204;
    public const int NotModified = 304;
    public const int BadRequest = 400;
    public const int NotFound = 404;
    public const int MethodNotAllowed = 405;
    public const int ContentTooLarge = 413;
    public const int UriTooLong = 414;
    public const int HeaderFieldsTooLarge = 431;
    public const int InternalServerError = 500;
    public const int NotImplemented = 501;
    public const int VersionNotSupported = 505;

    public static string PhraseOf(int statusCode) => statusCode switch
    {
        Continue => "Continue",
        Ok => "OK",
        201 => "Created",
        202 => "Accepted",
        NoContent => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        NotModified => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        BadRequest => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        NotFound => "Not Found",
        MethodNotAllowed => "Method Not Allowed",
        409 => "Conflict",
        ContentTooLarge => "Content Too Large",
        UriTooLong => "URI Too Long",
        429 => "Too Many Requests",
        HeaderFieldsTooLarge => "Request Header Fields Too Large",
        InternalServerError => "Internal Server Error",
        NotImplemented => "Not Implemented",
        503 => "Service Unavailable",
        VersionNotSupported => "HTTP Version Not Supported",
        _ => "",
    };

    /// <summary>Whether responses of this status have no content, whatever their fields say (RFC 9112 §6.3).</summary>
    public static bool HasNoContent(int statusCode) => statusCode is < 200 or NoContent or NotModified;
}
