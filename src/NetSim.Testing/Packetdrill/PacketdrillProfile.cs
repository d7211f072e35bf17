namespace NetSim.Testing.Packetdrill;

/// <summary>Whose TCP and whose numbers and system calls a script runs against.</summary>
public enum PacketdrillProfile
{
    /// <summary>That of the script's dialect: what it names that only one system has decides; Linux where nothing does.</summary>
    Guessed,

    /// <summary>Linux.</summary>
    Linux,

    /// <summary>FreeBSD.</summary>
    FreeBsd,

    /// <summary>Windows' TCP; system calls and their numbers as in Linux.</summary>
    Windows,

    /// <summary>TCP as the RFCs have it; system calls and their numbers as in Linux.</summary>
    Rfc,
}
