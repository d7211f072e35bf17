namespace NetSim.Stack.Tcp;

/// <summary>What a sender makes of the acknowledgments it gets; in Linux's names and numbers (TCP_CA_…).</summary>
public enum RecoveryPhase
{
    /// <summary>All is well.</summary>
    Open,

    /// <summary>Acknowledgments are odd (duplicates, selective ones), and nothing is known to be lost.</summary>
    Disorder,

    /// <summary>The window comes down because the network said so (ECN), and nothing is lost.</summary>
    Cwr,

    /// <summary>Fast recovery: something is lost and sent again.</summary>
    Recovery,

    /// <summary>The retransmission timer expired: all that is in flight is held for lost.</summary>
    Loss,
}
