(* Closed forms for chains that keep the letter or redraw it, in particular every two-state
   chain. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic information chain.
From Lemmascope.causal Require Import limit_gradient.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/TwoStateDriveIsAPower
    says: For two states the limiting gradient entry of a pair u steps up and d steps down is the
      (u + d + 1)-th power of the second eigenvalue.
    leaves out: The eigenvalue is written 1 - pi(1|0) - pi(0|1).
    supports: causal/two-state-drive-is-a-power *)
Definition TwoStateDriveIsAPower_statement : Prop :=
  forall (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2) u d, chain pi mu ->
  g pi mu (path_law pi mu u d) = (1 - pi 0 1 - pi 1 0) ^+ (u + d + 1).

(** theorem causal/SelfCanWin
    says: With j = i the entry would beat the parent: for a two-state chain with eigenvalue in
      (0, 1) the own position has the larger limiting gradient entry.
    leaves out: A single chain; under a prior of constant mean the own entry averages to zero
      (causal/GapIsBoundedBelow).
    supports: causal/self-can-win-without-constant-mean *)
Definition SelfCanWin_statement : Prop :=
  forall (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2), chain pi mu ->
  0 < 1 - pi 0 1 - pi 1 0 < 1 ->
  g pi mu (path_law pi mu 1 0) < g pi mu (path_law pi mu 0 0).

(** theorem causal/StrictnessNeedsAnAssumption
    says: The chain that swaps its two states ties at distance three: the grandparent of the
      parent has the same limiting gradient entry as the parent.
    leaves out: One chain, given by its two off-diagonal entries.
    supports: causal/gap-is-bounded-below causal/parent-dominates *)
Definition StrictnessNeedsAnAssumption_statement : Prop :=
  forall (R : realFieldType) (pi : 'M[R]_2) (mu : 'rV[R]_2), chain pi mu -> pi 0 1 = 1 -> pi 1 0 = 1 ->
  g pi mu (path_law pi mu 3 0) = g pi mu (path_law pi mu 1 0).

(* ---------- proofs ---------- *)
Section Lazy.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Variables (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (l : R).
Hypotheses (mu0 : forall a, 0 < mu 0 a) (mu1 : \sum_a mu 0 a = 1).
(* keep the letter with "probability" l, else redraw from mu (l may be negative) *)
Hypothesis lazy : forall a b, pi a b = l * (a == b)%:R + (1 - l) * mu 0 b.

Lemma sum_delta (f : 'I_n.+1 -> R) b : \sum_a f a * (a == b)%:R = f b.
Proof. by rewrite (bigD1 b) //= eqxx mulr1 big1 ?addr0 // => a /negbTE->; rewrite mulr0. Qed.

Lemma pow_lazy d a b : (pi ^+ d) a b = l ^+ d * (a == b)%:R + (1 - l ^+ d) * mu 0 b.
Proof.
elim: d a b => [|d IH] a b; first by rewrite !expr0 subrr mul0r addr0 mul1r mxE.
rewrite exprSr [LHS]mxE; under eq_bigr => c _ do rewrite IH lazy.
have E c : (l ^+ d * (a == c)%:R + (1 - l ^+ d) * mu 0 c) * (l * (c == b)%:R + (1 - l) * mu 0 b)
  = (l ^+ d * l * (a == c)%:R) * (c == b)%:R + (l ^+ d * (1 - l) * mu 0 b) * (c == a)%:R
    + ((1 - l ^+ d) * l * mu 0 c) * (c == b)%:R + (1 - l ^+ d) * (1 - l) * mu 0 b * mu 0 c.
  by rewrite (eq_sym c a); rnorm R; ring.
under eq_bigr do rewrite E; rewrite !big_split /= !sum_delta -mulr_sumr mu1 exprSr.
by rnorm R; ring.
Qed.

Lemma path_law_lazy u d a b : path_law pi mu u d a b =
  l ^+ (u + d) * (mu 0 b * (a == b)%:R) + (1 - l ^+ (u + d)) * (mu 0 a * mu 0 b).
Proof.
rewrite mxE; under eq_bigr => c _ do rewrite !pow_lazy.
have E c : mu 0 c * (l ^+ d * (c == a)%:R + (1 - l ^+ d) * mu 0 a)
                  * (l ^+ u * (c == b)%:R + (1 - l ^+ u) * mu 0 b)
  = (l ^+ d * l ^+ u * mu 0 c * (c == a)%:R) * (c == b)%:R
    + (l ^+ d * (1 - l ^+ u) * mu 0 b * mu 0 c) * (c == a)%:R
    + ((1 - l ^+ d) * l ^+ u * mu 0 a * mu 0 c) * (c == b)%:R
    + (1 - l ^+ d) * (1 - l ^+ u) * mu 0 a * mu 0 b * mu 0 c by rnorm R; ring.
under eq_bigr do rewrite E; rewrite !big_split /= !sum_delta -mulr_sumr mu1 exprD (eq_sym b a).
by rnorm R; ring.
Qed.

Theorem g_lazy u d : g pi mu (path_law pi mu u d) = n%:R * l ^+ (u + d).+1.
Proof.
rewrite /g; under eq_bigr => a _ do under eq_bigr => b _ do rewrite lazy path_law_lazy.
set L := l ^+ (u + d).
have E a b : (l * (a == b)%:R + (1 - l) * mu 0 b) / mu 0 b *
       (L * (mu 0 b * (a == b)%:R) + (1 - L) * (mu 0 a * mu 0 b))
  = (l * L * (b == a)%:R) * (b == a)%:R + (l * (1 - L) * mu 0 a) * (b == a)%:R
    + ((1 - l) * L * mu 0 b) * (b == a)%:R + (1 - l) * (1 - L) * mu 0 a * mu 0 b.
  have /eqP b0 : mu 0 b != 0 by rewrite gt_eqF.
  by rewrite (eq_sym b a); rnorm R; field.
under eq_bigr => a _ do (under eq_bigr => b _ do rewrite E;
  rewrite !big_split /= !sum_delta -mulr_sumr mu1 eqxx mulr1n !mulr1).
rewrite !big_split /= -!mulr_sumr mu1 sumr_const card_ord exprS -/L.
rewrite [_ *+ n.+1]mulrS -[_ *+ n]mulr_natl ?mulr1n ?mulr1.
by rnorm R; ring.
Qed.
End Lazy.

Section TwoState.
Variable R : realFieldType.
Add Field RF2 : (RingTac.ft R).
Variables (pi : 'M[R]_2) (mu : 'rV[R]_2).
Hypothesis H : chain pi mu.
Let l := 1 - pi 0 1 - pi 1 0.

Lemma two_state_lazy a b : pi a b = l * (a == b)%:R + (1 - l) * mu 0 b.
Proof.
have [[_ p1] st _ m1] := H.
have := p1 0; have := p1 1; move: m1; rewrite !big_ord_recl !big_ord0 !addr0.
have -> : lift ord0 ord0 = 1 :> 'I_2 by apply/val_inj.
have -> : ord0 = 0 :> 'I_2 by apply/val_inj.
have := congr1 (fun M : 'rV[R]_2 => M 0 0) st; rewrite mxE !big_ord_recl big_ord0 addr0.
have -> : lift ord0 ord0 = 1 :> 'I_2 by apply/val_inj.
have -> : ord0 = 0 :> 'I_2 by apply/val_inj.
rewrite /l; set p00 := pi 0 0; set p01 := pi 0 1; set p10 := pi 1 0; set p11 := pi 1 1.
set m0 := mu 0 0; set m1 := mu 0 1 => E0 M.
move=> /(canRL (addKr _)) E11 /(canRL (addrK _)) E00.
have {}M : m1 = 1 - m0 by rewrite -M addrC addKr.
have B : m1 * p10 = m0 * p01.
  by apply/(addrI (m0 * p00)); rewrite E0 -mulrDr E00 subrK mulr1.
have -> : 1 - (1 - p01 - p10) = p01 + p10 by rnorm R; ring.
have X0 : (p01 + p10) * m0 = p10.
  by rewrite mulrDl [p01 * _]mulrC -B M; rnorm R; ring.
have X1 : (p01 + p10) * m1 = p01.
  by rewrite M mulrBr X0 mulr1 addrK.
have [->|->] : a = 0 \/ a = 1.
  by case: a => -[|[|//]] i; [left|right]; apply/val_inj.
all: have [->|->] : b = 0 \/ b = 1 by case: b => -[|[|//]] i; [left|right]; apply/val_inj.
all: rewrite ?eqxx ?X0 ?X1 ?mulr1.
- by rewrite -/p00 E00; rnorm R; ring.
- by rewrite mulr0 add0r.
- by rewrite mulr0 add0r.
- by rewrite -/p11 E11; rnorm R; ring.
Qed.

Theorem g_two_state u d : g pi mu (path_law pi mu u d) = l ^+ (u + d + 1).
Proof.
have [_ _ m0 m1] := H.
by rewrite (g_lazy m0 m1 two_state_lazy) mul1r addn1.
Qed.
End TwoState.

Theorem TwoStateDriveIsAPower : TwoStateDriveIsAPower_statement.
Proof. by move=> R pi mu u d H; apply: g_two_state. Qed.

Theorem SelfCanWin : SelfCanWin_statement.
Proof. by move=> R pi mu H /andP[l0 l1]; rewrite !g_two_state // expr1 exprS expr1 gtr_pmulr. Qed.

Theorem StrictnessNeedsAnAssumption : StrictnessNeedsAnAssumption_statement.
Proof. move=> R pi mu H a b; rewrite !g_two_state // a b subrr sub0r !addn0.
by rewrite -[LHS]signr_odd -[RHS]signr_odd. Qed.
