(* Residual layers and the features of substructures (arXiv 2303.00579, the rigorous surrogate). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information.
From Lemmascope.graphdepth Require Import contraction.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.
(* a layer of which the attention branch has the share a *)
Definition with_residual n (a : R) (A : 'M[R]_n) : 'M[R]_n := (1 - a)%:M + a *: A.
(* the l1 distance of two rows of H is at most D; V lengthens a row vector at most by w *)
Definition diameter_le n m (H : 'M[R]_(n, m)) (D : R) :=
  forall i j, \sum_k `|H i k - H j k| <= D.
Definition row_norm_le m p (V : 'M[R]_(m, p)) (w : R) := forall i, \sum_j `|V i j| <= w.
(* H_l = A_l H_(l-1) V *)
Fixpoint features n m (A : nat -> 'M[R]_n) (V : 'M[R]_m) (H : 'M[R]_(n, m)) L :=
  if L is L'.+1 then A L' *m features A V H L' *m V else H.
(* the laws by which p reads the first features after L layers: p A_L ... A_1 *)
Fixpoint reads n (A : nat -> 'M[R]_n) L (p : 'rV[R]_n) :=
  if L is L'.+1 then reads A L' (p *m A L') else p.
End Defs.

(* ---------- statements ---------- *)
(** theorem graphdepth/ResidualSlowsCollapse
    says: The Dobrushin coefficient of (1 - a) I + a A is at most 1 - a plus a times that of A, for a in
      [0, 1].
    leaves out: The coefficient is characterised (is_tau) as the least bound that is attained; at least
      one position.
    supports: graphdepth/residual-mixing-slows-collapse *)
Definition ResidualSlowsCollapse_statement : Prop :=
  forall (R : realFieldType) n (A : 'M[R]_n) (a t c : R), 0 <= a -> a <= 1 ->
  is_tau A t -> is_tau (with_residual a A) c -> c <= 1 - a + a * t.

(** theorem graphdepth/FeaturesInheritTheDistance
    says: Mean features of p and q after L layers with values V differ in l1 at most by half of the l1
      distance of the laws they read by, times the diameter of the first features, times the L-th power
      of the norm of V.
    leaves out: Half of the l1 distance is the total variation; D and w are any bounds of diameter and
      norm; p and q have equal sums.
    supports: graphdepth/features-inherit-the-distance *)
Definition FeaturesInheritTheDistance_statement : Prop :=
  forall (R : realFieldType) n m (A : nat -> 'M[R]_n) (V : 'M[R]_m) (H : 'M[R]_(n, m)) (D w : R) L
    (p q : 'rV[R]_n),
  (forall l, stochastic (A l)) -> diameter_le H D -> row_norm_le V w -> 0 <= D -> 0 <= w ->
  \sum_k p 0 k = \sum_k q 0 k ->
  l1 (p *m features A V H L - q *m features A V H L)
  <= l1 (reads A L p - reads A L q) / 2%:R * D * w ^+ L.

(* ---------- proofs ---------- *)
Section Theory.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Lemma residual_tau n (A : 'M[R]_n) (a t c : R) : 0 <= a -> a <= 1 ->
  is_tau A t -> is_tau (with_residual a A) c -> c <= 1 - a + a * t.
Proof.
move=> a0 a1 [[t0 At] _] [_ [i [j E]]]; have b0 : 0 <= 1 - a by rewrite subr_ge0.
rewrite -(@ler_pmul2l _ 2%:R) ?ltr0n // -E mulrDr.
have K k : `|with_residual a A i k - with_residual a A j k|
    <= (1 - a) * `|(i == k)%:R - (j == k)%:R| + a * `|A i k - A j k|.
  have -> : with_residual a A i k - with_residual a A j k
     = (1 - a) * ((i == k)%:R - (j == k)%:R) + a * (A i k - A j k).
    rewrite !mxE -![(1 - a) *+ _]mulr_natr.
    move: ((i == k)%:R : R) ((j == k)%:R : R) (A i k) (A j k) => e f x y; rnorm R; ring.
  by apply: le_trans (ler_norm_add _ _) _; rewrite !normrM (ger0_norm b0) (ger0_norm a0).
apply: (le_trans (ler_sum _ (fun k _ => K k))); rewrite big_split /= -!mulr_sumr.
apply: ler_add; last by rewrite mulrCA; apply: ler_wpmul2l.
rewrite [2%:R * _]mulrC; apply: ler_wpmul2l => //.
have one (x : 'I_n) : \sum_k `|(x == k)%:R| = 1 :> R.
  rewrite (bigD1 x) //= eqxx normr1 big1 ?addr0 // => y /negbTE.
  by rewrite eq_sym => ->; rewrite normr0.
have -> : 2%:R = \sum_k (`|(i == k)%:R| + `|(j == k)%:R|) :> R.
  by rewrite big_split /= !one -[in RHS](natrD R 1 1).
apply: ler_sum => k _; exact: ler_norm_sub.
Qed.
Lemma reads_sum n (A : nat -> 'M[R]_n) L p : (forall l, stochastic (A l)) ->
  \sum_k reads A L p 0 k = \sum_k p 0 k.
Proof. by move=> As; elim: L p => //= L IH p; rewrite IH sum_mul. Qed.
(* a row vector of sum zero moves features at most by half of its length times their diameter: the
   positive and the negative part have one mass, s, and s times the image is a double sum *)
Lemma mass_bound n m (u : 'rV[R]_n) (H : 'M[R]_(n, m)) D : \sum_k u 0 k = 0 ->
  diameter_le H D -> l1 (u *m H) <= l1 u / 2%:R * D.
Proof.
move=> u0 HD; have two0 : 0 < 2%:R :> R by rewrite ltr0n.
pose P k := (`|u 0 k| + u 0 k) / 2%:R; pose N k := (`|u 0 k| - u 0 k) / 2%:R; pose s := l1 u / 2%:R.
have P0 k : 0 <= P k by rewrite divr_ge0 ?(ltW two0) // -ler_subl_addr sub0r -normrN ler_norm.
have N0 k : 0 <= N k by rewrite divr_ge0 ?(ltW two0) // subr_ge0 ler_norm.
have PN k : u 0 k = P k - N k.
  have t0 : 2%:R != 0 :> R by rewrite gt_eqF.
  by rewrite /P /N -mulrBl opprB addrCA addrAC subrr add0r -mulr2n -[_ *+ 2]mulr_natr mulfK.
have sP : \sum_k P k = s by rewrite /P -mulr_suml big_split /= u0 addr0.
have sN : \sum_k N k = s by rewrite /N -mulr_suml sumrB u0 subr0.
have s0 : 0 <= s by rewrite -sP sumr_ge0.
have E c : s * (u *m H) 0 c = \sum_i \sum_j P i * N j * (H i c - H j c).
  under eq_bigr => i _ do under eq_bigr => j _ do rewrite mulrBr.
  under eq_bigr => i _ do rewrite sumrB.
  rewrite sumrB [X in _ - X]exchange_big /= mxE mulr_sumr -sumrB; apply: eq_bigr => i _.
  under eq_bigr => j _ do rewrite mulrAC.
  rewrite -mulr_sumr sN; under eq_bigr => j _ do rewrite -mulrA.
  by rewrite -mulr_suml sP PN mulrBl mulrBr [P i * _]mulrAC [_ * s]mulrC mulrA mulrC.
have [z|sp] := eqVneq s 0.
  have uz k : u 0 k = 0.
    have l0 : l1 u = 0.
      by apply/eqP; rewrite -[l1 u](divfK (lt0r_neq0 two0)) -/s z mul0r.
    apply/eqP; rewrite -normr_eq0; apply/eqP/le_anti; rewrite normr_ge0 andbT -l0 /l1 (bigD1 k) //=.
    by rewrite ler_addl sumr_ge0.
  rewrite -/s z mul0r le_eqVlt; apply/orP; left; apply/eqP; rewrite /l1 big1 // => k _.
  by rewrite mxE big1 ?normr0 // => i _; rewrite uz mul0r.
have {}sp : 0 < s by rewrite lt_def sp.
rewrite -/s -(ler_pmul2l sp).
have -> : s * l1 (u *m H) = \sum_c `|s * (u *m H) 0 c|.
  by rewrite /l1 mulr_sumr; apply: eq_bigr => c _; rewrite normrM ger0_norm.
apply: (@le_trans _ _ (\sum_c \sum_i \sum_j P i * N j * `|H i c - H j c|)).
  apply: ler_sum => c _; rewrite E; apply: le_trans (ler_norm_sum _ _ _) _.
  apply: ler_sum => i _; apply: le_trans (ler_norm_sum _ _ _) _.
  by apply: ler_sum => j _; rewrite normrM ger0_norm // mulr_ge0.
rewrite exchange_big /=.
apply: (@le_trans _ _ (\sum_i \sum_j P i * N j * D)).
  apply: ler_sum => i _; rewrite exchange_big /=; apply: ler_sum => j _; rewrite -mulr_sumr.
  by apply: ler_wpmul2l; [rewrite mulr_ge0|apply: HD].
rewrite le_eqVlt; apply/orP; left; apply/eqP.
under eq_bigr => i _ do rewrite -mulr_suml -mulr_sumr sN.
by rewrite -mulr_suml -mulr_suml sP mulrA.
Qed.
(* values lengthen differences at most by their norm *)
Lemma values_bound n m p (u : 'rV[R]_n) (H : 'M[R]_(n, m)) (V : 'M[R]_(m, p)) w :
  row_norm_le V w -> l1 (u *m H *m V) <= l1 (u *m H) * w.
Proof.
move=> Vw; rewrite /l1; move: (u *m H) => v.
apply: (@le_trans _ _ (\sum_k \sum_j `|v 0 j| * `|V j k|)).
  apply: ler_sum => k _; rewrite mxE; apply: le_trans (ler_norm_sum _ _ _) _.
  by apply: ler_sum => j _; rewrite normrM.
rewrite exchange_big mulr_suml; apply: ler_sum => j _ /=; rewrite -mulr_sumr.
by apply: ler_wpmul2l.
Qed.
Lemma reads_features n m (A : nat -> 'M[R]_n) (V : 'M[R]_m) H L (u : 'rV[R]_n) w : 0 <= w ->
  row_norm_le V w -> l1 (u *m features A V H L) <= l1 (reads A L u *m H) * w ^+ L.
Proof.
move=> w0 Vw; elim: L u => [|L IH] u; first by rewrite /= expr0 mulr1.
rewrite /= !mulmxA; apply: le_trans (values_bound _ _ Vw) _; rewrite exprSr mulrA.
exact: ler_wpmul2r (IH _).
Qed.
Lemma readsB n (A : nat -> 'M[R]_n) L (p q : 'rV[R]_n) : reads A L (p - q) = reads A L p - reads A L q.
Proof. by elim: L p q => //= L IH p q; rewrite mulmxBl IH. Qed.
End Theory.
Theorem ResidualSlowsCollapse : ResidualSlowsCollapse_statement.
Proof. by move=> R n A a t c; apply: residual_tau. Qed.
Theorem FeaturesInheritTheDistance : FeaturesInheritTheDistance_statement.
Proof.
move=> R n m A V H D w L p q As HD Vw D0 w0 pq; rewrite -mulmxBl.
apply: le_trans (reads_features _ _ _ _ w0 Vw) _; apply: ler_wpmul2r; first exact: exprn_ge0.
rewrite -readsB; apply: mass_bound => //; rewrite reads_sum //.
by under eq_bigr do rewrite !mxE; rewrite sumrB pq subrr.
Qed.
