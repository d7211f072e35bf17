namespace NetSim.Tracing;

/// <summary>What a layer did with a PDU.</summary>
public enum PduAction
{
    /// <summary>Took it in.</summary>
    Accept,

    /// <summary>Took the header off and handed the payload up.</summary>
    Decapsulate,

    /// <summary>Put a header in front and handed the result down.</summary>
    Encapsulate,

    /// <summary>Passed it on as it is.</summary>
    Transfer,

    /// <summary>Kept it for later.</summary>
    Queue,

    /// <summary>Gave it up.</summary>
    Drop,

    /// <summary>Put it on the link.</summary>
    Transmit,
}
